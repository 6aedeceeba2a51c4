// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The call graph that loop code follows: every way in which running one function runs another on the same thread.
#pragma once

#include "analyze/starts.h"

namespace stallhound::analysis {

/// Fills first_edge, edges, unresolved_calls and missing_bodies of `labels`. `roots` must be complete.
void find_edges(const Program& program, const RuleSet& rules, const Meanings& meanings, const CallableFlow& flow,
                Labels& labels);

}  // namespace stallhound::analysis
