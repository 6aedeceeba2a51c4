// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which functions a place, parameter, field or result may hold.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "analyze/meanings.h"

namespace stallhound::analysis {

/// A project function that a call hands a callable to.
struct Binding {
  FunctionIndex caller = 0;
  std::uint32_t site = 0;
  std::uint32_t argument = 0;
};

class CallableFlow {
 public:
  CallableFlow(const Program& program, const Meanings& meanings);

  /// All functions that the value may be, sorted. A function value is itself.
  std::vector<FunctionIndex> targets(std::uint32_t body, const Value& value) const;
  /// Whether the set of a value was cut at the limit.
  bool overflown(std::uint32_t body, const Value& value) const;

  /// The functions that a call may enter: the callee, its overriders, or what a pointer holds.
  std::vector<FunctionIndex> callees(std::uint32_t body, const Site& site) const;

  /// The function whose parameter a slot is, or 0; `index` receives the parameter's position.
  FunctionIndex parameter_owner(SlotIndex slot, std::uint32_t& index) const;
  /// Calls that hand something to this parameter slot.
  const std::vector<Binding>& bindings(SlotIndex parameter) const;

 private:
  using Node = std::uint32_t;
  struct IndirectCall {
    std::uint32_t body = 0;
    std::uint32_t site = 0;
  };

  Node node_of(std::uint32_t body, const Value& value);
  Node find_node(std::uint32_t body, const Value& value) const;
  Node result_node(std::uint32_t body, std::uint32_t site);
  void connect(Node from, Node to);
  void feed(std::uint32_t body, const Value& value, Node to);
  void add(Node node, FunctionIndex function);
  void find_parameters();
  void constrain_body(std::uint32_t body);
  void bind_user_data(std::uint32_t body, const Site& site);
  void constrain_leaf_call(std::uint32_t body, std::uint32_t site);
  void keep_in(std::uint32_t body, const Value& value, Value object);
  void bind(std::uint32_t body, std::uint32_t site, FunctionIndex target);
  void solve();

  const Program& program_;
  const Meanings& meanings_;
  std::unordered_map<std::uint64_t, Node> results_;  ///< (body, site) -> node
  std::vector<std::vector<Node>> successors_;
  std::vector<std::vector<FunctionIndex>> sets_;
  std::vector<char> full_;
  std::unordered_map<Node, std::vector<IndirectCall>> calls_through_;
  std::unordered_map<SlotIndex, std::pair<FunctionIndex, std::uint32_t>> parameters_;
  std::unordered_map<SlotIndex, std::vector<Binding>> bindings_;
  std::vector<std::pair<Node, FunctionIndex>> work_;
};

/// What a virtual call may run: `function` or what overrides it, as far as an object of the call's static type can have
/// it; sorted. For a call that is not virtual, the callee.
std::vector<FunctionIndex> dispatched(const Program& program, const Meanings& meanings, const Site& site);

/// `function` if it has a body that counts, and all functions that override it, directly or not; sorted.
std::vector<FunctionIndex> with_overriders(const Program& program, const Meanings& meanings, FunctionIndex function);

}  // namespace stallhound::analysis
