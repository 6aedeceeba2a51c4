// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conditions of rules over one call.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "stallhound/facts.h"
#include "stallhound/rules.h"

namespace stallhound {

/// The answer to a condition: unknown when a fact that decides it is not in the facts.
enum class Answer : std::uint8_t { no, unknown, yes };

/// A call as conditions see it. All TypeIndex values point into `types`.
struct CallView {
  const std::vector<TypeFact>& types;
  std::span<const Argument> arguments;
  std::span<const TypeIndex> parameters;  ///< Declared parameter types of the callee.
  TypeIndex object_type = 0;
  std::uint32_t site_flags = 0;  ///< SiteFlag bits.
  Value object{};                ///< Where the object of a member call comes from.
  /// What is known about places; may be null. Labels are sets of bits of RuleSet::labels, by slot.
  const std::vector<SlotFact>* slots = nullptr;
  const std::vector<std::uint64_t>* labels = nullptr;
};

/// Evaluates one condition. A missing argument answers "no" to every test but `present`.
Answer evaluate(const Condition& condition, const CallView& call);

/// True if the type, its typedef or one of its bases matches one of the names (globs allowed).
bool type_matches(const std::vector<TypeFact>& types, TypeIndex type, const std::vector<std::string>& names);

}  // namespace stallhound
