// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Coroutines used wrongly: made and dropped, or suspended with a lock held.
#pragma once

#include <vector>

#include "analyze/meanings.h"

namespace stallhound::analysis {

/// Misuses of the wanted categories in all project code.
std::vector<Misuse> find_misuses(const Program& program, const RuleSet& rules, const Meanings& meanings,
                                 bool discarded_awaitable, bool lock_across_await);

}  // namespace stallhound::analysis
