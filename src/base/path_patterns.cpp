// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/path_patterns.h"

#include <algorithm>

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

/// One name against one part of a pattern. The usual method: at a mismatch, the last star takes one more character.
bool name_matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

/// The same with names for characters and "**" for the star; a pattern that ends at a folder covers the rest.
bool segments_match(const Segments& pattern, const Segments& path) {
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t stars = std::string_view::npos;
  std::size_t taken = 0;
  while (n < path.size()) {
    if (p == pattern.size()) return true;
    if (pattern[p] == "**") {
      stars = p++;
      taken = n;
    } else if (name_matches(pattern[p], path[n])) {
      ++p;
      ++n;
    } else if (stars != std::string_view::npos) {
      p = stars + 1;
      n = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == "**") ++p;
  return p == pattern.size();
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
