// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether the file system would answer today what it answered when a unit was extracted.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "stallhound/inputs.h"

namespace stallhound {

/// Inputs as bytes, in the order in which is_fresh reads them.
std::string encode(const UnitInputs& inputs);

/// What the file system says now. Every question is asked once, however many units depend on the answer, so a table
/// lives as long as one scan.
class FileTable {
 public:
  FileTable();
  /// What the file system would say if these files were as given.
  explicit FileTable(const std::vector<FileVersion>& versions);
  ~FileTable();
  FileTable(const FileTable&) = delete;
  FileTable& operator=(const FileTable&) = delete;

  /// How often the table had to look: for --stats and tests.
  struct Counts {
    std::size_t files = 0;   ///< Files and folders whose size and time were looked at.
    std::size_t hashed = 0;  ///< Files whose content was read, since the time did not settle it.
    std::size_t listed = 0;  ///< Folders whose names were read.
  };
  const Counts& counts() const { return counts_; }

  /// True if every answer in encoded inputs still holds; false as well if the bytes make no sense.
  bool is_fresh(std::string_view inputs);

 private:
  class Directory;
  class State;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  Directory& directory(std::string_view path);

  std::unique_ptr<State> state_;
  std::unordered_map<std::string, std::unique_ptr<Directory>, Hash, std::equal_to<>> directories_;
  Counts counts_;
};

/// Notes which of some files (by absolute path without links) inputs name as read.
void note_read(std::string_view inputs, std::map<std::string, bool, std::less<>>& files);

}  // namespace stallhound
