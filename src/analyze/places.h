// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where handles go: from the call that makes them into variables and fields, through parameters and returns.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "analyze/meanings.h"

namespace stallhound::analysis {

/// Whether a rule about handles counts for a call, by its conditions.
bool says(const HandleRule& rule, const CallView& call);

/// A graph over places (variables, fields, parameters, results of functions) and over what single calls returned. An
/// edge says that a handle moves on. By declaration, like callables: two handles in one variable are one to it.
class Places {
 public:
  using Node = std::uint32_t;  ///< 0: no place. Slots come first, under their index.

  Places(const Program& program, const RuleSet& rules, const Meanings& meanings);

  /// The node of a variable or field, or of what a call of this body returned; 0 for anything else.
  Node node_of(std::uint32_t body, const Value& value) const;
  /// The node of a part of a call.
  Node node_of(std::uint32_t body, std::uint32_t site, const HandlePart& part) const;

  std::size_t size() const { return forward_.size(); }
  std::span<const Node> forward(Node node) const { return forward_[node]; }
  std::span<const Node> backward(Node node) const { return backward_[node]; }

 private:
  void constrain(std::uint32_t body, const RuleSet& rules, const Meanings& meanings);
  void pass(std::uint32_t body, std::uint32_t site, FunctionIndex callee, const Meanings& meanings);
  void add(std::uint32_t body, const Value& value);
  void connect(Node from, Node to);

  const Program& program_;
  std::unordered_map<std::uint64_t, Node> results_;  ///< Body and site -> node.
  std::vector<std::vector<Node>> forward_;
  std::vector<std::vector<Node>> backward_;
};

}  // namespace stallhound::analysis
