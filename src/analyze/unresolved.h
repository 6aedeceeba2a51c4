// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the analysis could not see in loop code.
#pragma once

#include "analyze/paths.h"
#include "stallhound/report.h"
#include "stallhound/rules.h"

namespace stallhound::analysis {

/// Counts what was not followed and ranks the library functions that no pack describes. `failed_units` is left to the
/// caller.
Unresolved account_unresolved(const Program& program, const RuleSet& rules, const Labels& labels,
                              const Witness& witness, PathFinder& paths);

}  // namespace stallhound::analysis
