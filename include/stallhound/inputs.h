// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Inputs: everything that extraction asked the file system about one translation unit.
//
// The facts of a unit are as good as new as long as every answer would be the same today. Absences are answers, too: a
// header that appears in an earlier folder of the include path hides the one that was read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace stallhound {

enum class InputKind : std::uint8_t {
  read,       ///< A file whose content was read.
  present,    ///< A file that was looked for and found, but not read (__has_include).
  directory,  ///< A folder that was looked for and found.
};

/// Something that was found.
struct InputFile {
  std::string name;
  InputKind kind = InputKind::read;
  // What follows is only known of files that were read.
  std::uint64_t size = 0;
  std::uint64_t inode = 0;
  std::int64_t modified = 0;  ///< Nanoseconds; 0: so recent that a later change might not show in it.
  std::int64_t changed = 0;   ///< Of content or of anything else that is kept about it. Nobody can set it back.
  std::uint64_t content = 0;  ///< content_digest of what was read.
  std::string real{};         ///< Path without links where it is not the folder's real path and the name.
  bool operator==(const InputFile&) const = default;
};

/// A folder in which something was looked for.
struct InputDirectory {
  std::string path;  ///< Absolute, as it was asked for (may hold "..").
  std::string real;  ///< Without links.
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t modified = 0;  ///< As in InputFile. While both stay the same, no name was added or removed.
  std::int64_t changed = 0;
  bool listed = false;              ///< All its names were asked for.
  std::uint64_t listing = 0;        ///< content_digest of its sorted names, if listed.
  std::vector<InputFile> files;     ///< Sorted by name.
  std::vector<std::string> absent;  ///< No entry of the folder has this name, or the first part of it. Sorted.
  std::vector<std::string>
      missing;  ///< Not to be found although there is such an entry: a dangling link, no permission.
  bool operator==(const InputDirectory&) const = default;
};

struct UnitInputs {
  /// False if something was read that cannot be compared later (a pipe, a file that could not be read).
  bool complete = false;
  std::vector<InputDirectory> directories;  ///< Sorted by path.
  bool operator==(const UnitInputs&) const = default;
};

/// A file in another state than that on disk.
struct FileVersion {
  std::string path;     ///< Absolute, without links.
  bool there = false;   ///< False: in that state there is no such file.
  std::string content;  ///< If it is there.
};

}  // namespace stallhound
