// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Steps that a caller's constant arguments decide.
#pragma once

#include "stallhound/program.h"

namespace stallhound::analysis {

/// Replaces each step that some callers' arguments rule out by one step from each caller that takes it, through the
/// function between them. Changes `first_edge`, `edges` and `cuts` of `labels`, and nothing else.
void decide_branches(const Program& program, Labels& labels);

}  // namespace stallhound::analysis
