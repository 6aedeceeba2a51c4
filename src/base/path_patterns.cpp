// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/path_patterns.h"

#include <algorithm>

#include "base/wildcards.h"

namespace stallhound {
namespace {

using Segments = std::vector<std::string_view>;

Segments split(std::string_view path) {
  Segments segments;
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    if (!segment.empty() && segment != ".") segments.push_back(segment);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return segments;
}

/// Names for characters and "**" for the star; a pattern that ends at a folder covers the rest.
bool segments_match(const Segments& pattern, const Segments& path) {
  return wildcards_match(
      pattern, path, [](std::string_view part) { return part == "**"; }, characters_match<std::string_view>,
      /*prefix=*/true);
}

}  // namespace

std::string mistake_in_pattern(std::string_view pattern) {
  if (split(pattern).empty()) return "names nothing";
  if (pattern.starts_with('!')) return "begins with `!`: what is not named is not covered anyway";
  if (pattern.starts_with('/')) return "is absolute: patterns begin at the folder of this file";
  if (pattern.find('\\') != std::string_view::npos) return "has a backslash: folders are separated by `/`";
  const auto segments = split(pattern);
  if (std::find(segments.begin(), segments.end(), "..") != segments.end()) {
    return "leads out of the folder of this file";
  }
  return "";
}

bool path_matches(std::string_view pattern, std::string_view file) {
  if (file.starts_with('/')) return false;
  auto wanted = split(pattern);
  if (wanted.empty()) return false;
  const auto slash = pattern.find('/');
  if (slash == std::string_view::npos || slash + 1 == pattern.size()) wanted.insert(wanted.begin(), "**");
  return segments_match(wanted, split(file));
}

bool any_path_matches(std::span<const std::string> patterns, std::string_view file) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [file](const std::string& pattern) { return path_matches(pattern, file); });
}

}  // namespace stallhound
