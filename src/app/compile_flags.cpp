// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/compile_flags.h"

#include <algorithm>

#include "base/subprocess.h"

namespace stallhound {
namespace {

bool is_package_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '+' ||
           c == '-' || c == '_';
  });
}

/// What pkg-config says about a library.
Result<std::vector<std::string>> package_flags(const std::string& name) {
  if (!is_package_name(name)) return Diagnostic{"", 0, 0, "`pkg:" + name + "` is no name for pkg-config", ""};
  const auto answer = run_program({{"pkg-config", "--cflags", name}, "", "", {}});
  if (!answer.ok()) {
    return Diagnostic{"", 0, 0, "pkg-config knows no `" + name + "`", "install the library's development package"};
  }
  return words_of(answer.output);
}

}  // namespace

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  char quote = 0;
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
      if (inside) words.push_back(std::move(word));
      word.clear();
      inside = false;
      continue;
    }
    inside = true;
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      word += line[++i];
    } else {
      word += c;
    }
  }
  if (inside) words.push_back(std::move(word));
  return words;
}

Result<std::vector<std::string>> compiler_flags(const std::string& word) {
  if (word.starts_with("pkg:")) return package_flags(word.substr(4));
  return std::vector<std::string>{word};
}

}  // namespace stallhound
