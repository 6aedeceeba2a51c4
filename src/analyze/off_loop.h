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
    const auto known = sites_.find(body);
    return known != sites_.end() && known->second[site] != 0;
  }

 private:
  std::unordered_map<std::uint32_t, std::vector<char>> sites_;  ///< Of the few bodies that have such sites.
};

}  // namespace stallhound::analysis
