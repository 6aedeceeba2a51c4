// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings that a change causes: new calls, and old ones that are reached through something new.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "analyze/contexts.h"
#include "analyze/paths.h"
#include "stallhound/novelty.h"
#include "stallhound/report.h"

namespace stallhound::analysis {

/// Ways to blocking calls that have at least one new part.
class NovelPaths {
 public:
  NovelPaths(const Program& program, const Labels& labels, const PathFinder& paths, const Novelty& novelty);

  /// The surest, then shortest way by allowed steps to a call (Labels::blocking) in which a context or a step is new.
  std::optional<Path> find(std::uint32_t blocking, Confidence least, const RootFilter& root_allowed,
                           const EdgeFilter& edge_allowed) const;

 private:
  /// A function, and whether something new lies between it and the call.
  using State = std::uint64_t;

  std::optional<Path> search(const BlockingCall& call, Confidence level, const RootFilter& root_allowed,
                             const EdgeFilter& edge_allowed) const;
  std::pair<std::uint32_t, std::uint32_t> roots_of(FunctionIndex function) const;
  void mark_reached();

  const Program& program_;
  const Labels& labels_;
  const PathFinder& paths_;
  const Novelty& novelty_;
  std::vector<char> reached_;  ///< Per function: some way with a new part leads here, whatever filters say.
};

/// Drops the findings that are as they were before the change. A baseline may have been applied.
void keep_caused(std::vector<Kept>& findings, const Novelty& novelty, std::optional<BaselineSummary>& baseline);

}  // namespace stallhound::analysis
