// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Handles that need a follow-up call ("requires" entries): opened, but never given a timeout.
#pragma once

#include "analyze/meanings.h"

namespace stallhound::analysis {

/// Calls that make a handle for which no satisfying call exists on the same variable or field, or on one that it is
/// handed to or returned from.
std::vector<MissingFollowUp> find_missing_follow_ups(const Program& program, const RuleSet& rules,
                                                     const Meanings& meanings);

}  // namespace stallhound::analysis
