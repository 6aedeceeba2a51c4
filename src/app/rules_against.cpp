// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_against.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string_view>

#include "app/compile_flags.h"
#include "app/locations.h"
#include "app/output.h"
#include "base/files.h"
#include "base/words.h"
#include "rules/against.h"
#include "rules/braces.h"
#include "stallhound/declared.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

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
      for (const std::string& flag : words_of(rest)) {
        const auto meant = compiler_flags(flag);
        if (meant) {
          comments.flags.insert(comments.flags.end(), meant->begin(), meant->end());
        } else {
          mistakes.push_back({file, number, 0, meant.errors().front().message, meant.errors().front().hint});
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
  const bool is_c = path.extension() == ".c" || path.extension() == ".m";
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
    const std::string text = read_file(file, file_kind::source, NamedBy::user, mistakes);
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
