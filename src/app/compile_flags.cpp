// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/compile_flags.h"

#include <algorithm>
#include <chrono>

#include "base/subprocess.h"
#include "base/words.h"

namespace stallhound {
namespace {

constexpr std::chrono::seconds pkg_config_limit{60};

/// A name, and not an option.
bool is_package_name(std::string_view name) {
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '+' ||
           c == '-' || c == '_';
  });
}

/// What pkg-config says about a library.
Result<std::vector<std::string>> package_flags(const std::string& name) {
  if (!is_package_name(name)) return Diagnostic{"", 0, 0, "`pkg:" + name + "` is no name for pkg-config", ""};
  const auto answer = run_program({{"pkg-config", "--cflags", name}, "", "", {}, pkg_config_limit});
  if (!answer.started) return Diagnostic{"", 0, 0, "pkg-config cannot be run", "install pkg-config"};
  if (answer.timed_out) return Diagnostic{"", 0, 0, "pkg-config says nothing about `" + name + "`", ""};
  if (!answer.ok()) {
    return Diagnostic{"", 0, 0, "pkg-config knows no `" + name + "`", "install the library's development package"};
  }
  return words_of(answer.output);
}

}  // namespace

Result<std::vector<std::string>> compiler_flags(const std::string& word) {
  if (word.starts_with("pkg:")) return package_flags(word.substr(4));
  return std::vector<std::string>{word};
}

}  // namespace stallhound
