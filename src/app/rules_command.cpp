// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <set>
#include <span>

#include "app/rules_prose.h"
#include "base/result.h"
#include "rules/load.h"
#include "rules/suggest.h"
#include "stallhound/rules.h"

namespace stallhound {
namespace {

constexpr int success = 0;
constexpr int user_error = 2;

constexpr std::string_view usage =
    "usage: stallhound rules list [--format text|json]\n"
    "       stallhound rules show ID        ID is a rule (sleep/posix), a pack, or a function's name\n"
    "       stallhound rules check PACK...  PACK is a file or a directory\n";

using Arguments = std::span<const std::string>;

int usage_mistake(std::ostream& err, std::string_view message) {
  err << "stallhound rules: " << message << '\n' << usage;
  return user_error;
}

// Loads packs, or prints every mistake in them.
std::optional<RuleSet> load(const std::vector<std::string>& packs, std::ostream& err) {
  Result<RuleSet> rules = load_rules(packs);
  if (rules) return std::move(*rules);
  for (const Diagnostic& mistake : rules.errors()) err << to_string(mistake) << '\n';
  const std::size_t count = rules.errors().size();
  err << fmt::format("{} {} in the rule packs\n", count, count == 1 ? "mistake" : "mistakes");
  return std::nullopt;
}

// How many names a pack lists. Coroutine types count where their coroutines run.
struct Counts {
  std::size_t blocking = 0;
  std::size_t contexts = 0;
  std::size_t barriers = 0;  // With hops.
  std::size_t others = 0;
  std::size_t all() const { return blocking + contexts + barriers + others; }
};

std::vector<Counts> count_names(const RuleSet& rules) {
  std::vector<Counts> counts(rules.packs.size());
  for (const BlockingRule& rule : rules.blocking) counts[rule.origin.pack].blocking += rule.names.size();
  for (const Registration& rule : rules.registrations) {
    Counts& pack = counts[rule.origin.pack];
    (rule.runs == Runs::loop     ? pack.contexts
     : rule.runs == Runs::thread ? pack.barriers
                                 : pack.others) += rule.names.size();
  }
  for (const CoroutineRule& rule : rules.coroutines) {
    Counts& pack = counts[rule.origin.pack];
    const bool context = rule.kind == CoroutineKind::loop || rule.kind == CoroutineKind::caller;
    (context                                 ? pack.contexts
     : rule.kind == CoroutineKind::elsewhere ? pack.barriers
                                             : pack.others) += rule.types.size();
  }
  for (const HopRule& rule : rules.hops) counts[rule.origin.pack].barriers += rule.names.size();
  for (const RequireRule& rule : rules.requires_) {
    Counts& pack = counts[rule.origin.pack];
    pack.others += rule.names.size();
    for (const FollowUp& follow_up : rule.satisfied_by) pack.others += follow_up.names.size();
  }
  return counts;
}

Counts total_of(const std::vector<Counts>& counts) {
  Counts total;
  for (const Counts& pack : counts) {
    total.blocking += pack.blocking;
    total.contexts += pack.contexts;
    total.barriers += pack.barriers;
    total.others += pack.others;
  }
  return total;
}

std::string list_text(const RuleSet& rules) {
  const std::string total_title = fmt::format("{} {}", rules.packs.size(), rules.packs.size() == 1 ? "pack" : "packs");
  std::size_t id_width = std::string_view("total").size();
  std::size_t title_width = total_title.size();
  for (const Pack& pack : rules.packs) {
    id_width = std::max(id_width, pack.id.size());
    title_width = std::max(title_width, pack.title.size());
  }
  const auto row = [&](std::string_view id, std::string_view title, const Counts& counts) {
    return fmt::format("{:<{}}  {:<{}}  {:>8}  {:>8}  {:>8}\n", id, id_width, title, title_width, counts.blocking,
                       counts.contexts, counts.barriers);
  };
  std::string text = fmt::format("{:<{}}  {:<{}}  {:>8}  {:>8}  {:>8}\n", "pack", id_width, "title", title_width,
                                 "blocking", "contexts", "barriers");
  const std::vector<Counts> counts = count_names(rules);
  for (std::size_t i = 0; i < rules.packs.size(); ++i) text += row(rules.packs[i].id, rules.packs[i].title, counts[i]);
  return text + row("total", total_title, total_of(counts));
}

std::string json_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string json_counts(const Counts& counts) {
  return fmt::format("\"blocking\": {}, \"contexts\": {}, \"barriers\": {}", counts.blocking, counts.contexts,
                     counts.barriers);
}

std::string list_json(const RuleSet& rules) {
  const std::vector<Counts> counts = count_names(rules);
  std::vector<std::string> packs;
  for (std::size_t i = 0; i < rules.packs.size(); ++i) {
    const Pack& pack = rules.packs[i];
    packs.push_back(fmt::format("\n    {{\"pack\": {}, \"title\": {}, \"file\": {}, {}}}", json_string(pack.id),
                                json_string(pack.title), json_string(pack.file), json_counts(counts[i])));
  }
  return fmt::format("{{\n  \"version\": 1,\n  \"packs\": [{}\n  ],\n  \"total\": {{\"packs\": {}, {}}}\n}}\n",
                     fmt::join(packs, ","), packs.size(), json_counts(total_of(counts)));
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
  const std::optional<RuleSet> rules = load(default_packs, err);
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

int show_command(Arguments arguments, const std::vector<std::string>& default_packs, std::ostream& out,
                 std::ostream& err) {
  if (arguments.size() != 1) return usage_mistake(err, "show takes one rule id, pack id or function name");
  // As people write it: "::close()".
  std::string_view id = arguments[0];
  if (id.starts_with("::")) id.remove_prefix(2);
  if (id.ends_with("()") && !id.ends_with("operator()")) id.remove_suffix(2);

  const std::optional<RuleSet> rules = load(default_packs, err);
  if (!rules) return user_error;
  std::string text;
  for (const std::string& part : {explain_rule(*rules, id), explain_pack(*rules, id), explain_name(*rules, id)}) {
    if (!text.empty() && !part.empty()) text += '\n';
    text += part;
  }
  if (text.empty()) {
    const std::vector<std::string_view> known = known_ids(*rules);
    const std::string_view nearest = nearest_word(id, known);
    err << fmt::format("stallhound rules: the packs say nothing about `{}`", id);
    if (!nearest.empty()) err << fmt::format(" (did you mean `{}`?)", nearest);
    if (rules->is_modelled(id)) err << "; it is modelled: its own code is not judged";
    err << '\n';
    return user_error;
  }
  out << text;
  return success;
}

int check_command(Arguments arguments, std::ostream& out, std::ostream& err) {
  if (arguments.empty()) return usage_mistake(err, "check needs the packs to check");
  for (const std::string& argument : arguments) {
    if (argument.starts_with('-')) return usage_mistake(err, fmt::format("check does not take `{}`", argument));
  }
  const std::optional<RuleSet> rules = load({arguments.begin(), arguments.end()}, err);
  if (!rules) return user_error;
  const std::size_t packs = rules->packs.size();
  const std::size_t names = total_of(count_names(*rules)).all() + rules->trusted.size();
  out << fmt::format("{} {}, {} {}, no mistakes\n", packs, packs == 1 ? "pack" : "packs", names,
                     names == 1 ? "name" : "names");
  return success;
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
  if (command == "check") return check_command(rest, out, err);
  constexpr std::array<std::string_view, 3> commands = {"list", "show", "check"};
  return usage_mistake(err, fmt::format("unknown command `{}` ({})", command, suggest(command, commands)));
}

}  // namespace stallhound
