// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parts of a function that do not run on its loop: behind a hop to a pool, behind a question about the thread.
#pragma once

#include <unordered_map>
#include <vector>

#include "analyze/meanings.h"

namespace stallhound::analysis {

class OffLoop {
 public:
  OffLoop(const Program& program, const RuleSet& rules, const Meanings& meanings);

  /// True if a site certainly runs elsewhere than where its function was started.
  bool at(std::uint32_t body, std::uint32_t site) const {
    const auto* sites = in(body);
    return sites != nullptr && (*sites)[site] != 0;
  }
  /// Per site of a body, whether `at` is true; null if it is of none.
  const std::vector<char>* in(std::uint32_t body) const {
    const auto known = sites_.find(body);
    return known == sites_.end() ? nullptr : &known->second;
  }

 private:
  std::unordered_map<std::uint32_t, std::vector<char>> sites_;  ///< Of the few bodies that have such sites.
};

}  // namespace stallhound::analysis
