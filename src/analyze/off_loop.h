// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parts of a function that do not run on its loop: behind a hop to a pool, behind a question about the thread.
#pragma once

#include <unordered_map>
#include <vector>

#include "analyze/meanings.h"

namespace stallhound::analysis {

/// Why a call does not run on the loop of its function; Reason::none if it does.
struct OffLoopSite {
  Reason reason = Reason::none;  ///< Reason::hop or Reason::guard.
  std::uint32_t by = npos;       ///< The call that hops, or that is asked: a site of the same body.
};

class OffLoop {
 public:
  OffLoop(const Program& program, const RuleSet& rules, const Meanings& meanings);

  /// Why a site certainly runs elsewhere than where its function was started.
  OffLoopSite at(std::uint32_t body, std::uint32_t site) const {
    const auto* sites = in(body);
    return sites == nullptr ? OffLoopSite{} : (*sites)[site];
  }
  /// Per site of a body, what `at` says; null if it is true of none.
  const std::vector<OffLoopSite>* in(std::uint32_t body) const {
    const auto known = sites_.find(body);
    return known == sites_.end() ? nullptr : &known->second;
  }

 private:
  std::unordered_map<std::uint32_t, std::vector<OffLoopSite>> sites_;  ///< Of the few bodies that have such sites.
};

}  // namespace stallhound::analysis
