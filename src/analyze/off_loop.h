// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parts of a function that do not run on its loop: behind a hop to a pool, behind a question about the thread.
#pragma once

#include <vector>

#include "analyze/meanings.h"

namespace stallhound::analysis {

/// Per site of a body: 1 if it certainly runs elsewhere than where the function was started.
std::vector<char> off_loop_sites(const Program& program, const RuleSet& rules, const Meanings& meanings,
                                 std::uint32_t body);

}  // namespace stallhound::analysis
