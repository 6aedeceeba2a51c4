// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What git knows about changes: which files differ from a revision, how they were, and which lines are new.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "stallhound/inputs.h"

namespace stallhound {

/// A file that is not as it was.
struct FileChange {
  FileVersion before;  ///< How it was; a renamed file was what it was under its old name.
  bool there = false;  ///< It exists now.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> lines;  ///< First and last of each run of new or changed lines.
};

struct Changes {
  std::string since;              ///< As the user would say it: "HEAD", "main".
  std::vector<FileChange> files;  ///< Sorted by path.
};

/// Files in the working tree, tracked or not but not ignored, that differ from the last commit; or, with a revision,
/// from where the current branch left it.
Result<Changes> find_changes(const std::string& directory, const std::string& since);

}  // namespace stallhound
