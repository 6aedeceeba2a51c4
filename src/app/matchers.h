// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Expert rules between the packs, which do not know Clang, and Clang, which does not know packs.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "stallhound/facts.h"
#include "stallhound/rules.h"

namespace stallhound {

/// Every mistake in the matchers of the rules, at its place in the pack.
Diagnostics check_matchers(const RuleSet& rules);
/// The rules, unless their matchers have mistakes.
Result<RuleSet> with_checked_matchers(Result<RuleSet> rules);

/// What extraction has to ask.
std::vector<std::string> probe_expressions(const RuleSet& rules);

/// A mistake for each matcher that extraction did not ask a unit about: its rule would be silent.
Diagnostics missing_probes(const RuleSet& rules, const TuFacts& unit, const std::string& shard);

}  // namespace stallhound
