// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <span>

#include "app/matchers.h"
#include "app/output.h"
#include "app/rules_against.h"
#include "app/rules_docs.h"
#include "app/rules_list.h"
#include "app/rules_prose.h"
#include "app/rules_test.h"
#include "base/files.h"
#include "base/result.h"
#include "rules/load.h"
#include "rules/suggest.h"
#include "stallhound/rules.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

constexpr int success = 0;
constexpr int user_error = 2;

constexpr std::string_view usage =
    "usage: stallhound rules list [--format text|json]\n"
    "       stallhound rules show ID        ID is a rule (sleep/posix), a pack, or a function's name\n"
    "       stallhound rules check PACK...  PACK is a file or a directory\n"
    "       stallhound rules check PACK... --against FILE [-- FLAGS]\n"
    "                                       do the headers that FILE includes declare what the packs name?\n"
    "       stallhound rules test DIR... [--rules PACK] [--only TEXT] [-j N]\n"
    "                                       scan folders with sources and compare with their `expect:` comments\n"
    "       stallhound rules docs --out DIR [--check] [PACK...]\n"
    "                                       write what packs say as Markdown, one page per pack\n"
    "       stallhound rules dump [PACK...] every name that packs mention, as JSON\n";

using Arguments = std::span<const std::string>;

int usage_mistake(std::ostream& err, std::string_view message) {
  err << "stallhound rules: " << message << '\n' << usage;
  return user_error;
}

// The loaded packs, or every mistake in them printed.
std::optional<RuleSet> loaded(Result<RuleSet> rules, std::ostream& err) {
  if (rules) return std::move(*rules);
  for (const Diagnostic& mistake : rules.errors()) err << to_string(mistake) << '\n';
  const std::size_t count = rules.errors().size();
  err << fmt::format("{} {} in the rule packs\n", count, count == 1 ? "mistake" : "mistakes");
  return std::nullopt;
}

// The packs that list, show and dump look at.
Result<RuleSet> load_installed(const std::vector<std::string>& packs) {
  if (!packs.empty()) return load_rules(packs);
  return Diagnostic{"", 0, 0, "the rule packs are not where this executable expects them",
                    "they belong in share/stallhound/rules beside bin/"};
}

int list_command(Arguments arguments, const std::vector<std::string>& default_packs, std::ostream& out,
                 std::ostream& err) {
  std::string_view format = "text";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--format") {
      if (++i == arguments.size()) return usage_mistake(err, "--format needs a value: text or json");
      format = arguments[i];
    } else if (argument.starts_with("--format=")) {
      format = argument.substr(std::string_view("--format=").size());
    } else {
      return usage_mistake(err, fmt::format("list does not take `{}`", argument));
    }
  }
  if (format != "text" && format != "json") {
    return usage_mistake(err, fmt::format("unknown format `{}`: list knows text and json", format));
  }
  const std::optional<RuleSet> rules = loaded(load_installed(default_packs), err);
  if (!rules) return user_error;
  out << (format == "json" ? list_json(*rules) : list_text(*rules));
  return success;
}

// Everything that `show` knows by name, for suggestions.
std::vector<std::string_view> known_ids(const RuleSet& rules) {
  std::set<std::string_view> ids;
  for (const Pack& pack : rules.packs) ids.insert(pack.id);
  for (const BlockingRule& rule : rules.blocking) ids.insert(rule.id);
  for (const RequireRule& rule : rules.requires_) ids.insert(rule.id);
  for (const auto* index :
       {&rules.functions, &rules.overrides, &rules.fields, &rules.types, &rules.annotations, &rules.coroutine_types}) {
    for (const auto& [name, meanings] : *index) ids.insert(name);
  }
  return {ids.begin(), ids.end()};
}

// What shares the beginning that a library gives its names ("g_", "folly::"), if anything does: a name of another
// library is not what was meant.
std::vector<std::string_view> of_its_library(std::string_view id, std::vector<std::string_view> known) {
  const std::size_t scope = id.find("::");
  const std::size_t length = scope == std::string_view::npos ? id.find('_') + 1 : scope + 2;
  const std::string_view start = id.substr(0, length);
  const auto is_other = [start](std::string_view name) { return !name.starts_with(start); };
  if (!std::all_of(known.begin(), known.end(), is_other)) std::erase_if(known, is_other);
  return known;
}

// That no entry has a name; what may be meant, and what may be known about it all the same.
std::string nothing_about(const RuleSet& rules, std::string_view id) {
  std::string text = fmt::format("stallhound rules: the packs say nothing about `{}`", id);
  const std::vector<std::string_view> known = of_its_library(id, known_ids(rules));
  const std::string_view nearest = nearest_word(id, known);
  if (!nearest.empty()) text += fmt::format(" (did you mean `{}`?)", nearest);
  if (rules.is_modelled(id)) text += "; it is modelled: its own code is not judged";
  text += '\n';
  // A rule id has a slash; anything else may be the name of a function.
  if (id.find('/') == std::string_view::npos) {
    text +=
        "If it is a function that takes a callback, the callback may still be known by the type of its parameter:\n"
        "`stallhound rules show TYPE` tells, with a type such as GSourceFunc or uv_timer_cb.\n";
  }
  return text;
}

int show_command(Arguments arguments, const std::vector<std::string>& default_packs, std::ostream& out,
                 std::ostream& err) {
  if (arguments.size() != 1) return usage_mistake(err, "show takes one rule id, pack id or function name");
  // As people write it: "::close()".
  std::string_view id = arguments[0];
  if (id.starts_with("::")) id.remove_prefix(2);
  if (id.ends_with("()") && !id.ends_with("operator()")) id.remove_suffix(2);

  const std::optional<RuleSet> rules = loaded(load_installed(default_packs), err);
  if (!rules) return user_error;
  std::string text;
  for (const std::string& part : {explain_rule(*rules, id), explain_pack(*rules, id), explain_name(*rules, id)}) {
    if (!text.empty() && !part.empty()) text += '\n';
    text += part;
  }
  if (text.empty()) {
    err << nothing_about(*rules, id);
    return user_error;
  }
  out << text;
  return success;
}

int dump_command(Arguments arguments, const std::vector<std::string>& default_packs, std::ostream& out,
                 std::ostream& err) {
  const std::vector<std::string> packs(arguments.begin(), arguments.end());
  const std::optional<RuleSet> rules =
      loaded(packs.empty() ? load_installed(default_packs) : load_rules_alone(packs, default_packs), err);
  if (!rules) return user_error;
  out << dump_json(*rules);
  return success;
}

int check_command(Arguments arguments, const std::vector<std::string>& default_packs, std::ostream& out,
                  std::ostream& err) {
  std::vector<std::string> packs;
  HeaderCheck headers;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--") {
      headers.flags.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end());
      break;
    }
    if (argument == "--against") {
      if (++i == arguments.size()) return usage_mistake(err, "--against needs a source file that includes headers");
      headers.files.push_back(arguments[i]);
    } else if (argument.starts_with("--against=")) {
      headers.files.push_back(argument.substr(std::string_view("--against=").size()));
    } else if (argument.starts_with('-')) {
      return usage_mistake(err, fmt::format("check does not take `{}`", argument));
    } else {
      packs.push_back(argument);
    }
  }
  if (packs.empty()) return usage_mistake(err, "check needs the packs to check");
  if (headers.files.empty() && !headers.flags.empty()) return usage_mistake(err, "flags go with --against only");
  const std::optional<RuleSet> rules = loaded(with_checked_matchers(load_rules_alone(packs, default_packs)), err);
  if (!rules) return user_error;
  const std::size_t count = rules->packs.size();
  const std::size_t names = total_of(count_names(*rules)).all() + rules->trusted.size();
  const std::string summary =
      fmt::format("{} {}, {} {}", count, count == 1 ? "pack" : "packs", names, names == 1 ? "name" : "names");
  if (headers.files.empty()) {
    out << summary << ", no mistakes\n";
    return success;
  }
  const Result<HeaderCheckCounts> declared = check_against_headers(*rules, headers);
  if (!declared) {
    for (const Diagnostic& mistake : declared.errors()) err << to_string(mistake) << '\n';
    const std::size_t mistakes = declared.errors().size();
    err << fmt::format("{} {} in {} against {}\n", mistakes, mistakes == 1 ? "mistake" : "mistakes", summary,
                       fmt::join(headers.files, ", "));
    return user_error;
  }
  out << fmt::format("{}: {} different ones declared, {} listed as absent\n", summary, declared->declared,
                     declared->absent);
  return success;
}

// Files that `rules docs` wrote once, and that no pack has any more.
std::vector<fs::path> stale_pages(const fs::path& folder, const std::map<std::string, std::string>& pages) {
  std::vector<fs::path> stale;
  std::error_code error;
  for (fs::directory_iterator entries(folder, error); !error && entries != fs::directory_iterator();
       entries.increment(error)) {
    const fs::path& path = entries->path();
    if (path.extension() != ".md" || pages.contains(path.filename().string())) continue;
    if (read_start(path.string(), docs_mark.size()).starts_with(docs_mark)) stale.push_back(path);
  }
  std::sort(stale.begin(), stale.end());
  return stale;
}

int docs_command(Arguments arguments, const std::vector<std::string>& default_packs, std::ostream& out,
                 std::ostream& err) {
  std::vector<std::string> packs;
  fs::path folder;
  bool check = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--check") {
      check = true;
    } else if (argument == "--out" && i + 1 < arguments.size()) {
      folder = arguments[++i];
    } else if (argument.starts_with("--out=") && argument.size() > 6) {
      folder = argument.substr(6);
    } else if (argument.starts_with('-')) {
      return usage_mistake(err, fmt::format("docs does not take `{}` like this", argument));
    } else {
      packs.push_back(argument);
    }
  }
  if (folder.empty()) return usage_mistake(err, "docs needs --out and a folder");
  const std::optional<RuleSet> rules = loaded(packs.empty() ? load_installed(default_packs) : load_rules(packs), err);
  if (!rules) return user_error;
  const std::map<std::string, std::string> pages = docs_pages(*rules);
  const std::vector<fs::path> stale = stale_pages(folder, pages);
  std::size_t changed = 0;
  std::error_code error;
  if (!check) fs::create_directories(folder, error);
  for (const auto& [name, text] : pages) {
    const std::string path = (folder / name).string();
    Diagnostics unreadable;
    if (read_file(path, file_kind::text, NamedBy::project, unreadable) == text) continue;
    ++changed;
    if (check) {
      err << path << ": is not up to date\n";
      continue;
    }
    for (const Diagnostic& mistake : write_file(path, text)) {
      err << to_string(mistake) << '\n';
      return user_error;
    }
  }
  for (const fs::path& path : stale) {
    if (check) {
      err << path.string() << ": no pack has this page any more\n";
    } else {
      fs::remove(path, error);
    }
  }
  changed += stale.size();
  out << fmt::format("{} pages, {} {}\n", pages.size(), changed, check ? "not up to date" : "changed");
  return check && changed != 0 ? 1 : success;
}

int test_command(Arguments arguments, std::ostream& out, std::ostream& err) {
  RulesTest test;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string name = arguments[i];
    if (!name.starts_with('-')) {
      test.folders.push_back(std::move(name));
      continue;
    }
    std::string value;
    if (const auto equals = name.find('='); equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    } else if (name.starts_with("-j") && name.size() > 2) {
      value = name.substr(2);
      name.resize(2);
    } else if (i + 1 < arguments.size()) {
      value = arguments[++i];
    }
    if (name == "--rules" && !value.empty()) {
      test.rules.push_back(value);
    } else if (name == "--only" && !value.empty()) {
      test.only = value;
    } else if (name == "-j" && !value.empty()) {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), test.jobs);
      if (error != std::errc() || end != value.data() + value.size() || test.jobs == 0 || test.jobs > 1024) {
        return usage_mistake(err, fmt::format("-j takes a number from 1 to 1024, not `{}`", value));
      }
    } else if (name == "--rules" || name == "--only" || name == "-j") {
      return usage_mistake(err, fmt::format("{} needs a value", name));
    } else {
      return usage_mistake(err, fmt::format("test does not take `{}`", name));
    }
  }
  if (test.folders.empty()) return usage_mistake(err, "test needs a folder of test cases");
  return test_rules(test, out, err);
}

}  // namespace

int rules_command(const std::vector<std::string>& arguments, const std::vector<std::string>& default_packs,
                  std::ostream& out, std::ostream& err) {
  if (arguments.empty()) return usage_mistake(err, "what shall be done with the rules?");
  const std::string& command = arguments[0];
  const Arguments rest = Arguments(arguments).subspan(1);
  if (command == "--help" || command == "-h") {
    out << usage;
    return success;
  }
  if (command == "list") return list_command(rest, default_packs, out, err);
  if (command == "show") return show_command(rest, default_packs, out, err);
  if (command == "check") return check_command(rest, default_packs, out, err);
  if (command == "docs") return docs_command(rest, default_packs, out, err);
  if (command == "dump") return dump_command(rest, default_packs, out, err);
  if (command == "test") return test_command(rest, out, err);
  constexpr std::array<std::string_view, 6> commands = {"list", "show", "check", "test", "docs", "dump"};
  return usage_mistake(err, fmt::format("unknown command `{}` ({})", command, suggest(command, commands)));
}

}  // namespace stallhound
