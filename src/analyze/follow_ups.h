// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Handles that need a follow-up call ("requires" entries): opened, but never given a timeout.
#pragma once

#include "analyze/meanings.h"
#include "analyze/places.h"

namespace stallhound::analysis {

/// Fills Labels::missing with calls that make a handle for which no satisfying call exists, wherever the handle goes,
/// and calls that themselves lack what their rule asks for; Labels::settled with the others that rules name.
void find_missing_follow_ups(const Program& program, const RuleSet& rules, const Meanings& meanings,
                             const Places& places, Labels& labels);

}  // namespace stallhound::analysis
