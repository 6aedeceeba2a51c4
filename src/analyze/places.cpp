// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/places.h"

namespace stallhound::analysis {
namespace {

std::uint64_t key_of(std::uint32_t body, std::uint64_t site) { return (std::uint64_t{body} << 32) | site; }

}  // namespace

bool says(const HandleRule& rule, const CallView& call) {
  const auto when = rule.when ? evaluate(*rule.when, call) : Answer::yes;
  const auto unless = rule.unless ? evaluate(*rule.unless, call) : Answer::no;
  if (when == Answer::no || unless == Answer::yes) return false;
  return rule.if_unknown || (when == Answer::yes && unless == Answer::no);
}

Places::Places(const Program& program, const RuleSet& rules, const Meanings& meanings) : program_(program) {
  forward_.resize(program.slots.size());
  backward_.resize(program.slots.size());
  for (std::uint32_t body = 0; body < program.bodies.size(); ++body) constrain(body, rules, meanings);
}

Places::Node Places::node_of(std::uint32_t body, const Value& value) const {
  if (value.kind == ValueKind::slot) return static_cast<Node>(value.id);
  if (value.kind != ValueKind::result) return 0;
  const auto known = results_.find(key_of(body, value.id));
  return known == results_.end() ? 0 : known->second;
}

Places::Node Places::node_of(std::uint32_t body, std::uint32_t site, const HandlePart& part) const {
  const auto& call = program_.bodies[body].sites[site];
  switch (part.kind) {
    case HandlePart::Kind::result:
      return node_of(body, {ValueKind::result, site});
    case HandlePart::Kind::object:
      return node_of(body, call.object);
    case HandlePart::Kind::argument:
      break;
  }
  if (part.index >= call.arguments.size()) return 0;
  const auto& argument = call.arguments[part.index];
  if (const auto node = node_of(body, argument.place); node != 0) return node;
  // What another call returned directly into the argument: `owner(make())`.
  for (const auto& value : argument.values) {
    if (value.kind == ValueKind::result) return node_of(body, value);
  }
  return 0;
}

void Places::add(std::uint32_t body, const Value& value) {
  if (value.kind != ValueKind::result) return;
  if (!results_.emplace(key_of(body, value.id), static_cast<Node>(forward_.size())).second) return;
  forward_.emplace_back();
  backward_.emplace_back();
}

void Places::connect(Node from, Node to) {
  if (from == 0 || to == 0 || from == to) return;
  forward_[from].push_back(to);
  backward_[to].push_back(from);
}

void Places::constrain(std::uint32_t index, const RuleSet& rules, const Meanings& meanings) {
  const auto& body = program_.bodies[index];
  for (const auto& origin : body.origins) {
    for (const auto& source : origin.sources) {
      add(index, source);
      connect(node_of(index, source), static_cast<Node>(origin.target));
    }
  }
  for (std::uint32_t s = 0; s < body.sites.size(); ++s) {
    const auto& site = body.sites[s];
    add(index, site.object);
    for (const auto& argument : site.arguments) add(index, argument.place);
    if (site.callee == 0) continue;
    const auto callee = static_cast<FunctionIndex>(site.callee);
    if (!meanings.is_leaf(callee)) {
      pass(index, s, callee, meanings);
      continue;
    }
    const auto refs = meanings.of(callee);
    if (!refs.empty()) {
      for (const auto& argument : site.arguments) {
        for (const auto& value : argument.values) add(index, value);
      }
    }
    for (const auto& ref : refs) {
      if (ref.kind != RuleKind::handle) continue;
      const auto& rule = rules.handles[ref.index];
      // A call whose result is a handle has a node even where nothing takes the result.
      if (rule.handle.kind == HandlePart::Kind::result) add(index, {ValueKind::result, s});
      if (!rule.labels_of) continue;
      if (!says(rule, meanings.view(site))) continue;
      if (rule.labels_of->kind == HandlePart::Kind::result) add(index, {ValueKind::result, s});
      connect(node_of(index, s, *rule.labels_of), node_of(index, s, rule.handle));
    }
  }
}

void Places::pass(std::uint32_t body, std::uint32_t s, FunctionIndex callee, const Meanings& meanings) {
  const auto& site = program_.bodies[body].sites[s];
  for (std::uint32_t i = 0; i < site.arguments.size(); ++i) {
    if (site.arguments[i].place.kind == ValueKind::none) continue;
    if (const auto slot = meanings.parameter(callee, i); slot != 0) {
      connect(node_of(body, site.arguments[i].place), slot);
    }
  }
  if (const auto slot = meanings.result(callee); slot != 0) {
    add(body, {ValueKind::result, s});
    connect(slot, node_of(body, {ValueKind::result, s}));
  }
}

}  // namespace stallhound::analysis
