// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which calls block: the names that rules know, with the arguments that they were given.
#pragma once

#include <span>

#include "analyze/edges.h"
#include "stallhound/phases.h"

namespace stallhound::analysis {

/// Whether findings of a category are asked for.
bool wanted(const AnalyzeOptions& options, Category category);

/// Fills blocking, accepted and harmless of `labels`, whose edges and roots must be complete.
void find_blocking(const Program& program, const RuleSet& rules, const Meanings& meanings, const OffLoop& off_loop,
                   std::span<const LibraryCall> library_calls, const AnalyzeOptions& options, Labels& labels);

}  // namespace stallhound::analysis
