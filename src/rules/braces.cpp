// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/braces.h"

#include <algorithm>

namespace stallhound {
namespace {

// Far more than any family of names needs; a guard against packs that would eat all memory.
constexpr std::size_t max_names = 4096;
constexpr int max_depth = 16;

// Says what is wrong with the braces; empty if they match.
std::string find_mistake(std::string_view name) {
  int depth = 0;
  for (const char c : name) {
    if (c == '{' && ++depth > max_depth) return "the braces are nested too deeply";
    if (c == '}' && --depth < 0) return "a `}` has no `{`";
  }
  return depth == 0 ? std::string() : "a `{` has no `}`";
}

// The parts of text between its commas, leaving out those inside inner braces.
std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}') --depth;
    if (text[i] == ',' && depth == 0) {
      parts.push_back(text.substr(start, i - start));
      start = i + 1;
    }
  }
  parts.push_back(text.substr(start));
  return parts;
}

// Index of the brace that closes the one at `open`; the braces are known to match.
std::size_t closing_brace(std::string_view text, std::size_t open) {
  int depth = 0;
  std::size_t i = open;
  for (;; ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
  }
}

// Expands text whose braces match and stand for at most max_names.
std::vector<std::string> expand(std::string_view text) {
  std::vector<std::string> names = {std::string()};
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    for (std::string& name : names) name += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = closing_brace(text, open);

    std::vector<std::string> alternatives;
    for (const std::string_view part : split(text.substr(open + 1, close - open - 1))) {
      for (std::string& alternative : expand(part)) alternatives.push_back(std::move(alternative));
    }
    std::vector<std::string> longer;
    for (const std::string& name : names) {
      for (const std::string& alternative : alternatives) longer.push_back(name + alternative);
    }
    names = std::move(longer);
    text.remove_prefix(close + 1);
  }
  return names;
}

constexpr std::size_t count_enough = 1'000'000;

/// The names of a text whose braces match, from `at` on; inside of braces up to the closing one.
std::size_t count(std::string_view text, std::size_t& at, bool inside) {
  std::size_t sum = 0;
  std::size_t product = 1;
  for (; at < text.size(); ++at) {
    if (text[at] == '{') {
      ++at;
      product = std::min(count_enough, product * count(text, at, true));
    } else if (inside && text[at] == ',') {
      sum = std::min(count_enough, sum + product);
      product = 1;
    } else if (inside && text[at] == '}') {
      break;
    }
  }
  return std::min(count_enough, sum + product);
}

}  // namespace

std::size_t count_of_names(std::string_view name) {
  if (name.find('{') == std::string_view::npos || !find_mistake(name).empty()) return 0;
  std::size_t at = 0;
  return count(name, at, false);
}

Result<std::vector<std::string>> expand_braces(std::string_view name) {
  if (std::string mistake = find_mistake(name); !mistake.empty()) {
    return Diagnostic{.file = {}, .line = 0, .column = 0, .message = std::move(mistake), .hint = {}};
  }
  if (count_of_names(name) > max_names) {
    return Diagnostic{.file = {},
                      .line = 0,
                      .column = 0,
                      .message = "the braces stand for more than " + std::to_string(max_names) + " names",
                      .hint = {}};
  }
  return expand(name);
}

bool is_glob(std::string_view name) {
  constexpr std::string_view keyword = "operator";
  const std::size_t last = name.rfind(keyword);
  const bool whole_word = last != std::string_view::npos && (last == 0 || name[last - 1] == ':');
  if (whole_word) {
    const std::string_view symbol = name.substr(last + keyword.size());
    if (symbol == "*" || symbol == "*=" || symbol == "->*" || symbol.starts_with(' ')) name = name.substr(0, last);
  }
  return name.find_first_of("*?") != std::string_view::npos;
}

}  // namespace stallhound
