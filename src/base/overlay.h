// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Another state of a few files, laid over what is on disk: which question about a file is about which of them.
//
// A file that is on disk is known by its inode, whatever links and ".." a path to it holds. One that only exists in the
// other state is known by its path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace stallhound {

class Overlay {
 public:
  /// In the other state, the file at this path (absolute, without links) is there or not. `index` is handed back by the
  /// questions below.
  void add(std::size_t index, const std::string& path, bool there);

  /// The file with this inode, if it is another one, or none, in the other state.
  std::optional<std::size_t> on_disk(std::uint64_t device, std::uint64_t inode) const;

  /// The file at a path at which nothing is on disk, if the other state has one.
  std::optional<std::size_t> only_here(std::string_view path) const;

  /// True if a folder is not on disk but in the other state.
  bool has_directory(std::string_view path) const;

  /// What the other state has in a folder and the disk has not; null for nothing.
  const std::set<std::string, std::less<>>* more_names(std::string_view directory) const;

 private:
  /// Whether a path may be about something that is not on disk: a first, cheap look.
  bool may_concern(std::string_view path) const;

  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> inodes_;
  std::map<std::string, std::size_t, std::less<>> gone_;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> names_;  ///< By folder.
  std::set<std::string, std::less<>> directories_;
  std::set<std::string, std::less<>> last_parts_;
};

}  // namespace stallhound
