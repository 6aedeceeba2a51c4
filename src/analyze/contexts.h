// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which contexts reach a finding's call: all of them, for comparing with a baseline.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "analyze/paths.h"
#include "analyze/suppress.h"
#include "stallhound/report.h"

namespace stallhound::analysis {

/// A finding and the calls that it stands for: one for each copy of the function.
struct Kept {
  Finding finding;
  std::vector<std::uint32_t> calls;    ///< Labels::blocking; the one that the finding tells about first.
  std::vector<std::uint32_t> roots{};  ///< One for each entry of Finding::contexts, once they were asked for.
  State change = State::fresh;         ///< With JudgeOptions::novelty: what the finding is to the change.
};

/// Whether a step passes arguments with which a blocking call in the function that it enters does not block.
bool is_harmless(const Labels& labels, std::uint32_t blocking, FunctionIndex from, std::uint32_t edge);

/// For each call (Labels::blocking), the roots that reach it by allowed edges at least as sure as `least`; sorted
/// indices.
std::vector<std::vector<std::uint32_t>> all_roots_reaching(const Program& program, const Labels& labels,
                                                           const PathFinder& paths,
                                                           const std::vector<std::uint32_t>& calls, Confidence least,
                                                           const RootFilter& root_allowed,
                                                           const EdgeFilter& edge_allowed);

/// Fills Finding::contexts and Kept::roots of all findings that are not suppressed. Copies of a context (one per
/// instantiation, one per unit of a header) are one; contexts of the same name in different places are several.
void complete_contexts(const Program& program, const Labels& labels, const PathFinder& paths,
                       const Suppressions& suppressions, Confidence least, std::vector<Kept>& findings);

}  // namespace stallhound::analysis
