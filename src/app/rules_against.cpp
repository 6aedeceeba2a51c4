// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_against.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <sstream>
#include <string_view>

#include "app/locations.h"
#include "app/output.h"
#include "rules/against.h"
#include "rules/braces.h"
#include "stallhound/declared.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

/// Words of a line as a shell would see them, without its expansions.
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

bool is_package_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '+' ||
           c == '-' || c == '_';
  });
}

/// What pkg-config says about a library.
Result<std::vector<std::string>> package_flags(const std::string& name) {
  if (!is_package_name(name)) return Diagnostic{"", 0, 0, "`pkg:" + name + "` is no name for pkg-config", ""};
  const std::string command = "pkg-config --cflags " + name + " 2>/dev/null";
  FILE* pipe = ::popen(command.c_str(), "r");
  std::string output;
  char buffer[4096];
  for (std::size_t size = 0; pipe != nullptr && (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    output.append(buffer, size);
  }
  if (pipe == nullptr || ::pclose(pipe) != 0) {
    return Diagnostic{"", 0, 0, "pkg-config knows no `" + name + "`", "install the library's development package"};
  }
  return words_of(output);
}

/// A file's own words about how it is compiled.
struct Comments {
  std::vector<std::string> flags;
  std::vector<AbsentName> absent;
};

Comments read_comments(const std::string& file, const std::string& text, Diagnostics& mistakes) {
  Comments comments;
  std::istringstream lines(text);
  std::string line;
  for (unsigned number = 1; std::getline(lines, line); ++number) {
    std::string_view rest = line;
    const auto starts = [&](std::string_view word) {
      if (!rest.starts_with(word)) return false;
      rest.remove_prefix(word.size());
      return true;
    };
    if (starts("// flags:")) {
      for (std::string& flag : words_of(rest)) {
        if (!flag.starts_with("pkg:")) {
          comments.flags.push_back(std::move(flag));
          continue;
        }
        auto package = package_flags(flag.substr(4));
        if (package) {
          comments.flags.insert(comments.flags.end(), package->begin(), package->end());
        } else {
          mistakes.push_back({file, number, 0, package.errors().front().message, package.errors().front().hint});
        }
      }
    } else if (starts("// absent:")) {
      rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
      // Names have colons, too, but none before a space.
      const std::size_t end = rest.find(": ");
      if (end == std::string_view::npos || rest.find_first_not_of(' ', end + 2) == std::string_view::npos) {
        mistakes.push_back({file, number, 0, "an absent name needs a reason", "write `// absent: NAME: reason`"});
        continue;
      }
      const auto names = expand_braces(rest.substr(0, end));
      if (!names) {
        mistakes.push_back({file, number, 0, "in the absent name " + names.errors().front().message, ""});
        continue;
      }
      for (const std::string& name : *names) comments.absent.push_back({file, number, name});
    }
  }
  return comments;
}

TuJob job_for(const std::string& file, const std::vector<std::string>& own, const std::vector<std::string>& more) {
  TuJob job;
  const fs::path path = fs::absolute(file).lexically_normal();
  job.file = path.generic_string();
  job.directory = path.parent_path().generic_string();
  const bool is_c = path.extension() == ".c";
  job.arguments = {is_c ? "clang" : "clang++", is_c ? "-std=gnu17" : "-std=gnu++20"};
  job.arguments.insert(job.arguments.end(), own.begin(), own.end());
  job.arguments.insert(job.arguments.end(), more.begin(), more.end());
  job.arguments.insert(job.arguments.end(), {"-fsyntax-only", "--", job.file});
  return job;
}

void merge(Declared& all, Declared&& more) {
  for (const auto& [name, kinds] : more.names) all.names[name] |= kinds;
  all.aliases.merge(more.aliases);
  for (auto& [name, bases] : more.bases) all.bases[name].merge(bases);
}

}  // namespace

Result<HeaderCheckCounts> check_against_headers(const RuleSet& rules, const HeaderCheck& check) {
  Diagnostics mistakes;
  std::vector<AbsentName> absent;
  Declared declared;
  const std::string resources = find_resource_dir();
  if (resources.empty()) {
    return Diagnostic{"", 0, 0, "Clang's builtin headers were not found", "install the package clang-22"};
  }
  for (const std::string& file : check.files) {
    const std::string text = read_file(file, mistakes);
    if (text.empty()) continue;
    const std::size_t before = mistakes.size();
    Comments comments = read_comments(file, text, mistakes);
    absent.insert(absent.end(), comments.absent.begin(), comments.absent.end());
    if (mistakes.size() != before) continue;  // Without its flags the file cannot be parsed.
    auto names = declared_names(job_for(file, comments.flags, check.flags), resources);
    if (names) {
      merge(declared, std::move(*names));
    } else {
      mistakes.insert(mistakes.end(), names.errors().begin(), names.errors().end());
    }
  }
  if (!mistakes.empty()) return mistakes;
  mistakes = check_against(rules, declared, absent);
  if (!mistakes.empty()) return mistakes;
  std::set<std::string_view> names;
  for (const Mention& mention : rules.mentions) names.insert(mention.name);
  std::set<std::string_view> lacking;
  for (const AbsentName& name : absent) lacking.insert(name.name);
  return HeaderCheckCounts{names.size() - lacking.size(), lacking.size()};
}

}  // namespace stallhound
