// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// git as a program that reads, and runs nothing that a repository names.
//
// Problem. Files of a checkout, and the settings of a repository, name programs that git runs by itself: a monitor of
// the file system, filters of contents, hooks, a program that shows differences, the transport that fetches what a
// partial clone lacks. Tracked files may even form a repository of their own: `app/HEAD`, `app/objects`, `app/config`.
// Method. The repository is the nearest `.git` upwards, found without git, which then has to agree. Every command gets
// settings that beat those of the repository; filters, which have names of their own, are listed and emptied one by
// one. No variable that git reads comes from outside, but for the places of the user's and the system's settings. No
// transport is allowed. What is asked are commands for programs, which have no pager, editor or alias.
// Limits. Contents that only a filter could bring back are not known (app/git.cpp).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/subprocess.h"

namespace stallhound {

class GitRepository {
 public:
  /// The repository that a folder lies in.
  static Result<GitRepository> open(const std::string& folder);

  /// The folder of its working tree, without links.
  const std::string& top() const { return top_; }

  /// Asks git in the top folder.
  SubprocessResult run(const std::vector<std::string>& arguments, std::string input = "") const;

 private:
  explicit GitRepository(std::string top) : top_(std::move(top)) {}
  Diagnostics check() const;
  Diagnostics empty_filters();

  std::string top_;
  std::vector<std::string> settings_;  ///< Options that empty the filters.
};

}  // namespace stallhound
