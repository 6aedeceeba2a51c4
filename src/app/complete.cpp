// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Completion is asked of the program itself, so that it knows the options, formats and packs of this very version; the
// functions for the shells in completions/ are a few lines each.
#include <algorithm>
#include <ostream>
#include <set>

#include "app/help.h"
#include "app/locations.h"
#include "app/options.h"
#include "rules/load.h"

namespace stallhound {
namespace {

constexpr std::string_view files = "<files>";
constexpr std::string_view folders = "<folders>";

using Words = std::vector<std::string>;

/// Options of the commands that read their own; `first` is the word behind the command.
std::vector<OptionWord> own_options(std::string_view command, std::string_view first) {
  if (command == "init") return {{"-p", true}, {"--dry-run", false}};
  if (command == "rules" && first == "list") return {{"--format", true}};
  if (command == "cache") {
    std::vector<OptionWord> words = {{"--cache-dir", true}};
    if (first == "prune") words.insert(words.end(), {{"--older-than", true}, {"--max-size", true}});
    return words;
  }
  return {};
}

Words option_values(std::string_view command, std::string_view option) {
  if (option == "-p" || option == "--cache-dir" || option == "--output") return {std::string(folders)};
  if (option == "-o" || option == "--config" || option == "--rules" || option == "--baseline") {
    return {std::string(files)};
  }
  if (command == "rules" && option == "--format") return {"text", "json"};
  return values_of(option);
}

/// What the help lists behind a command: "stallhound rules list|show|check".
Words subcommands(std::string_view command, std::string_view usage) {
  const std::string start = "\n  stallhound " + std::string(command) + ' ';
  const auto at = usage.find(start);
  if (at == std::string_view::npos) return {};
  usage.remove_prefix(at + start.size());
  auto list = usage.substr(0, usage.find_first_of(" \n"));
  if (list.find('|') == std::string_view::npos) return {};
  Words words;
  for (std::size_t end = 0; end != std::string_view::npos; list.remove_prefix(std::min(end + 1, list.size()))) {
    end = list.find('|');
    words.emplace_back(list.substr(0, end));
  }
  return words;
}

Words rule_and_pack_ids() {
  const auto rules = load_rules({find_rules_dir()});
  if (!rules) return {};
  std::set<std::string> ids;
  for (const auto& pack : rules->packs) ids.insert(pack.id);
  for (const auto& rule : rules->blocking) ids.insert(rule.id);
  for (const auto& rule : rules->requires_) ids.insert(rule.id);
  return {ids.begin(), ids.end()};
}

Words positionals(const Words& words, std::string_view usage) {
  const std::string& command = words.front();
  auto first = subcommands(command, usage);
  const bool is_first =
      std::none_of(words.begin() + 1, words.end() - 1, [](const std::string& word) { return !word.starts_with('-'); });
  if (!first.empty() && is_first) return first;
  if (command == "rules" && words[1] == "show") return rule_and_pack_ids();
  if (command == "cache" || command == "init" || command == "config" || (command == "explain" && is_first) ||
      (command == "rules" && words[1] == "list")) {
    return {};
  }
  return {std::string(files)};
}

Words candidates(const Words& words, std::string_view usage, std::string& prefix) {
  const auto names = command_names();
  Words commands(names.begin(), names.end());
  const std::string& command = words.front();
  if (words.size() == 1) {
    commands.insert(commands.end(), {"help", "--help", "--version"});
    return commands;
  }
  if (command == "help" || command == "--help") return words.size() == 2 ? commands : Words{};
  if (command == "--version") return {"--verbose"};
  if (std::find(names.begin(), names.end(), command) == names.end()) return {};

  auto options = options_of(command);
  if (options.empty()) options = own_options(command, words[1]);
  const auto values_for = [&](const std::string& name) -> const OptionWord* {
    const auto found = std::find_if(options.begin(), options.end(), [&](const OptionWord& option) {
      return option.takes_value && option.name == name;
    });
    return found == options.end() ? nullptr : &*found;
  };
  const std::string& current = words.back();
  if (const auto equals = current.find('='); current.starts_with("--") && equals != std::string::npos) {
    prefix = current.substr(0, equals + 1);
    const auto* option = values_for(current.substr(0, equals));
    return option == nullptr ? Words{} : option_values(command, option->name);
  }
  if (const auto* option = words.size() > 2 ? values_for(words[words.size() - 2]) : nullptr) {
    return option_values(command, option->name);
  }
  if (current.starts_with('-')) {
    Words result = {"--help"};
    for (const auto& option : options) result.push_back(option.name);
    return result;
  }
  return positionals(words, usage);
}

}  // namespace

void complete(const std::vector<std::string>& words, std::string_view usage, std::ostream& out) {
  if (words.empty()) return;
  std::string prefix;
  const auto list = candidates(words, usage, prefix);
  std::string_view begun = words.back();
  begun.remove_prefix(prefix.size());
  // The last of several categories.
  const bool is_list = std::find(list.begin(), list.end(), "all") != list.end();
  if (const auto comma = begun.rfind(','); is_list && comma != std::string_view::npos) {
    prefix += begun.substr(0, comma + 1);
    begun.remove_prefix(comma + 1);
  }
  for (const auto& word : list) {
    if (word == files || word == folders) {
      out << word << '\n';
    } else if (word.starts_with(begun)) {
      out << prefix << word << '\n';
    }
  }
}

}  // namespace stallhound
