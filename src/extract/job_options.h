// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What counts as project code while one unit is walked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stallhound::extraction {

struct WalkOptions {
  std::vector<std::string> roots;  ///< Absolute directories without a trailing slash.
  bool walk_system = false;

  /// True if an absolute, normalised path lies under a root.
  bool under_roots(std::string_view path) const {
    for (const auto& root : roots) {
      if (path.size() > root.size() && path.starts_with(root) && (root == "/" || path[root.size()] == '/')) return true;
    }
    return false;
  }
};

}  // namespace stallhound::extraction
