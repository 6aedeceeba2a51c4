// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What counts as project code while one unit is walked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stallhound::extraction {

struct WalkOptions {
  std::vector<std::string> roots;        ///< Absolute directories without a trailing slash.
  std::vector<std::string> system_dirs;  ///< Directories of system headers.
  bool walk_system = false;

  /// True if an absolute, normalised path lies under a root.
  bool under_roots(std::string_view path) const { return under(roots, path); }

  /// True if a path lies in a directory of system headers below the roots. (A root below such a directory, as in a
  /// project that is checked out in /usr/include, is not meant.)
  bool in_system_dir(std::string_view path) const {
    for (const auto& directory : system_dirs) {
      if (under({directory}, path) && under_roots(directory)) return true;
    }
    return false;
  }

 private:
  static bool under(const std::vector<std::string>& directories, std::string_view path) {
    for (const auto& directory : directories) {
      if (path.size() > directory.size() && path.starts_with(directory) &&
          (directory == "/" || path[directory.size()] == '/')) {
        return true;
      }
    }
    return false;
  }
};

}  // namespace stallhound::extraction
