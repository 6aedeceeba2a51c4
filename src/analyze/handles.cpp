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

#include "analyze/places.h"

namespace stallhound::analysis {
namespace {

using Bits = std::vector<std::uint64_t>;

template <class Next>
void propagate(Bits& labels, Next next_of) {
  std::vector<Places::Node> work;
  for (Places::Node node = 1; node < labels.size(); ++node) {
    if (labels[node] != 0) work.push_back(node);
  }
  while (!work.empty()) {
    const auto node = work.back();
    work.pop_back();
    for (const auto next : next_of(node)) {
      if ((labels[next] | labels[node]) == labels[next]) continue;
      labels[next] |= labels[node];
      work.push_back(next);
    }
  }
}

/// Notes what the rules say about the handles of one call, whose callee is a leaf: results are made, all else is
/// marked.
void apply(const Program& program, const RuleSet& rules, const Meanings& meanings, const Places& places,
           std::uint32_t body, std::uint32_t s, Bits& made, Bits& marked) {
  const auto& site = program.bodies[body].sites[s];
  for (const auto& ref : meanings.of(static_cast<FunctionIndex>(site.callee))) {
    if (ref.kind != RuleKind::handle) continue;
    const auto& rule = rules.handles[ref.index];
    if (!rule.label) continue;
    if (!says(rule, meanings.view(site))) continue;
    const auto node = places.node_of(body, s, rule.handle);
    if (node == 0) continue;
    (rule.handle.kind == HandlePart::Kind::result ? made : marked)[node] |= std::uint64_t{1} << *rule.label;
  }
}

}  // namespace

std::vector<std::uint64_t> label_handles(const Program& program, const RuleSet& rules, const Meanings& meanings,
                                         const Places& places) {
  Bits made(places.size(), 0);    // Labels that came with the handle.
  Bits marked(places.size(), 0);  // Labels that a call put on it.
  for (const auto& call : meanings.named_calls()) {
    if (meanings.is_leaf(static_cast<FunctionIndex>(meanings.site(call).callee))) {
      apply(program, rules, meanings, places, program.functions[call.function].body, call.site, made, marked);
    }
  }
  const auto forward = [&](Places::Node node) { return places.forward(node); };
  propagate(made, forward);
  // A mark is about the handle itself: first back to where it came from, then on to all who have it.
  propagate(marked, [&](Places::Node node) { return places.backward(node); });
  propagate(marked, forward);
  made.resize(program.slots.size());
  for (std::size_t i = 0; i < made.size(); ++i) made[i] |= marked[i];
  return made;
}

}  // namespace stallhound::analysis
