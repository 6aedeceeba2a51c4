// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Problem. `recv(fd_, ...)` blocks or not depending on what was done to the descriptor, usually elsewhere: it came from
// socket(..., SOCK_NONBLOCK), or a helper called fcntl on it.
//
// Method. Rules label the results and arguments of calls. A label on a result flows forward with the value: into the
// variables and fields that are set from it, into parameters that they are passed to, out of functions that return
// them. A label that a call puts on an existing handle (fcntl on a parameter) also flows backward, from a parameter to
// what callers pass and from a variable to what it was set from, since it is the same handle. Labels are bits, and
// places only gain bits, so a worklist ends.
//
// Cost. Linear in places and labels.
//
// Limits. By declaration, like callables: two sockets in one variable share its labels.
#include "analyze/handles.h"

#include <unordered_map>

namespace stallhound::analysis {
namespace {

class Labeller {
 public:
  Labeller(const Program& program, const RuleSet& rules, const Meanings& meanings)
      : program_(program), rules_(rules), meanings_(meanings) {
    const auto count = program.slots.size();
    forward_.resize(count);
    backward_.resize(count);
    made_.assign(count, 0);
    marked_.assign(count, 0);
  }

  std::vector<std::uint64_t> run() {
    if (!rules_.handles.empty()) {
      for (std::uint32_t b = 0; b < program_.bodies.size(); ++b) constrain(b);
      propagate(made_, forward_);
      // A mark is about the handle itself: first back to where it came from, then on to all who have it.
      propagate(marked_, backward_);
      propagate(marked_, forward_);
    }
    for (std::size_t i = 0; i < program_.slots.size(); ++i) made_[i] |= marked_[i];
    made_.resize(program_.slots.size());
    return std::move(made_);
  }

 private:
  using Node = std::uint32_t;

  Node node_of(std::uint32_t body, const Value& value) {
    if (value.kind == ValueKind::slot) return static_cast<Node>(value.id);
    if (value.kind != ValueKind::result) return 0;
    const auto key = (std::uint64_t{body} << 32) | value.id;
    const auto [known, added] = results_.emplace(key, static_cast<Node>(made_.size()));
    if (added) {
      made_.push_back(0);
      marked_.push_back(0);
      forward_.emplace_back();
      backward_.emplace_back();
    }
    return known->second;
  }

  void connect(Node from, Node to) {
    if (from == 0 || to == 0 || from == to) return;
    forward_[from].push_back(to);
    backward_[to].push_back(from);
  }

  void constrain(std::uint32_t index) {
    const auto& body = program_.bodies[index];
    for (const auto& origin : body.origins) {
      for (const auto& source : origin.sources) connect(node_of(index, source), static_cast<Node>(origin.target));
    }
    for (std::uint32_t s = 0; s < body.sites.size(); ++s) {
      const auto& site = body.sites[s];
      if (site.callee == 0) continue;
      const auto callee = static_cast<FunctionIndex>(site.callee);
      if (meanings_.is_leaf(callee)) {
        if (!meanings_.of(callee).empty()) apply(index, s, site, callee);
      } else {
        pass(index, s, site, callee);
      }
    }
  }

  void pass(std::uint32_t body, std::uint32_t s, const Site& site, FunctionIndex callee) {
    for (std::uint32_t i = 0; i < site.arguments.size(); ++i) {
      if (site.arguments[i].place.kind == ValueKind::none) continue;
      const auto slot = meanings_.parameter(callee, i);
      if (slot != 0) connect(node_of(body, site.arguments[i].place), slot);
    }
    if (const auto slot = meanings_.result(callee); slot != 0) {
      connect(slot, node_of(body, {ValueKind::result, s}));
    }
  }

  void apply(std::uint32_t body, std::uint32_t s, const Site& site, FunctionIndex callee) {
    for (const auto& ref : meanings_.of(callee)) {
      if (ref.kind != RuleKind::handle) continue;
      const auto& rule = rules_.handles[ref.index];
      if (rule.when && evaluate(*rule.when, meanings_.view(site)) != Answer::yes) continue;
      if (rule.unless && evaluate(*rule.unless, meanings_.view(site)) != Answer::no) continue;
      const auto bit = std::uint64_t{1} << rule.label;
      switch (rule.target) {
        case HandleRule::Target::result:
          made_[node_of(body, {ValueKind::result, s})] |= bit;
          break;
        case HandleRule::Target::object:
          mark(node_of(body, site.object), bit);
          break;
        case HandleRule::Target::argument:
          if (rule.index < site.arguments.size()) mark(node_of(body, site.arguments[rule.index].place), bit);
          break;
      }
    }
  }

  void mark(Node node, std::uint64_t bit) {
    if (node != 0) marked_[node] |= bit;
  }

  static void propagate(std::vector<std::uint64_t>& labels, const std::vector<std::vector<Node>>& edges) {
    std::vector<Node> work;
    for (Node node = 1; node < labels.size(); ++node) {
      if (labels[node] != 0) work.push_back(node);
    }
    while (!work.empty()) {
      const auto node = work.back();
      work.pop_back();
      for (const auto next : edges[node]) {
        if ((labels[next] | labels[node]) == labels[next]) continue;
        labels[next] |= labels[node];
        work.push_back(next);
      }
    }
  }

  const Program& program_;
  const RuleSet& rules_;
  const Meanings& meanings_;
  std::unordered_map<std::uint64_t, Node> results_;
  std::vector<std::vector<Node>> forward_;
  std::vector<std::vector<Node>> backward_;
  std::vector<std::uint64_t> made_;    ///< Labels that came with the handle.
  std::vector<std::uint64_t> marked_;  ///< Labels that a call put on it.
};

}  // namespace

std::vector<std::uint64_t> label_handles(const Program& program, const RuleSet& rules, const Meanings& meanings) {
  return Labeller(program, rules, meanings).run();
}

}  // namespace stallhound::analysis
