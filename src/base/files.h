// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The one way in which files are read and written whole.
//
// Problem. What a project names is a file in a checkout that anybody may have made: a link to /dev/zero, a named pipe
// that nobody writes to, a text of many gigabytes. Reading it would never end, or take all memory.
// Method. A file has to be a regular one, which is asked before it is opened, since opening a device may do something,
// and again afterwards. Each kind of file has a size that it cannot have. What the user names may be a pipe or a device
// as well (`--rules /dev/stdin`); it only must not be silent for too long.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include "base/result.h"

namespace stallhound {

/// What a file is, and how large such a file may be.
struct FileKind {
  std::string_view name;   ///< As messages say it, with its article: "a rule pack".
  std::string_view given;  ///< The one at hand: "the pack".
  std::uint64_t most_bytes = 0;
};

inline constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

/// The sizes are documented in docs/formats.md.
namespace file_kind {
inline constexpr FileKind database{"a compile database", "the compile database", 1024 * mebibyte};
inline constexpr FileKind response_file{"a response file", "this response file", 16 * mebibyte};
inline constexpr FileKind configuration{"a configuration", "this file", 16 * mebibyte};
inline constexpr FileKind pack{"a rule pack", "the pack", 16 * mebibyte};
inline constexpr FileKind baseline{"a baseline", "this file", 256 * mebibyte};
inline constexpr FileKind shard{"a shard", "this file", 1024 * mebibyte};
inline constexpr FileKind source{"a source file", "this file", 64 * mebibyte};
/// What a unit reads: sources, and data that they embed.
inline constexpr FileKind input{"a file that a unit reads", "this file", 1024 * mebibyte};
inline constexpr FileKind text{"a text", "this file", 16 * mebibyte};
inline constexpr FileKind program{"a program", "this file", 4096 * mebibyte};
}  // namespace file_kind

/// Who named a file: something in the project, or the command line.
enum class NamedBy : std::uint8_t { project, user };

/// How long a pipe that the user named may be silent.
inline constexpr std::chrono::seconds longest_silence{30};

/// The whole content of a file. The message of an error stands for itself: "is a named pipe, not a regular file".
Result<std::string> read_file(const std::string& path, const FileKind& kind, NamedBy named = NamedBy::project);

/// The same for many files: "" and one error more if it fails.
std::string read_file(const std::string& path, const FileKind& kind, NamedBy named, Diagnostics& errors);

/// At most the first bytes of a regular file; "" if they cannot be read.
std::string read_start(const std::string& path, std::size_t most);

/// Why a file that is there cannot be one of this kind, as read_file says it; "" if nothing speaks against it.
std::string mistake_in_file(const std::string& path, const FileKind& kind);

/// Writes a file as a whole or not at all: to a temporary name beside it, then renamed. A device or a pipe is written
/// to as it is.
std::error_code replace_file(const std::string& path, std::string_view content);

/// Writes a file that must not exist yet: not even between a look and the writing.
std::error_code create_file(const std::string& path, std::string_view content);

}  // namespace stallhound
