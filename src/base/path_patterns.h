// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Patterns for files, as people know them from .gitignore.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stallhound {

/// What is wrong with a pattern, or "".
std::string mistake_in_pattern(std::string_view pattern);

/// Whether a pattern covers a file, whose name is relative to the folder that patterns are written for.
///
/// '*' and '?' stand for characters of one name, "**" for any number of folders. A pattern without a slash (one at the
/// end does not count) is about names at any depth, every other one begins at the folder. What a pattern says about a
/// folder holds for all files below it.
bool path_matches(std::string_view pattern, std::string_view file);

/// Whether any pattern covers the file.
bool any_path_matches(std::span<const std::string> patterns, std::string_view file);

}  // namespace stallhound
