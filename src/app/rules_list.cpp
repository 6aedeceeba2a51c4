// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "rules/braces.h"

namespace stallhound {
namespace {

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

std::string_view to_string(NameRole role) {
  switch (role) {
    case NameRole::call:
      return "call";
    case NameRole::function:
      return "function";
    case NameRole::override_:
      return "override";
    case NameRole::type:
      return "type";
    case NameRole::field:
      break;
  }
  return "field";
}

}  // namespace

std::vector<Counts> count_names(const RuleSet& rules) {
  // A name that several entries list, under different conditions, is one name.
  struct Names {
    std::set<std::string_view> blocking, contexts, barriers, others;
  };
  std::vector<Names> names(rules.packs.size());
  const auto add = [](std::set<std::string_view>& to, const std::vector<std::string>& from) {
    to.insert(from.begin(), from.end());
  };
  for (const BlockingRule& rule : rules.blocking) add(names[rule.origin.pack].blocking, rule.names);
  for (const Registration& rule : rules.registrations) {
    Names& pack = names[rule.origin.pack];
    add(rule.runs == Runs::loop ? pack.contexts : rule.runs == Runs::thread ? pack.barriers : pack.others, rule.names);
  }
  for (const CoroutineRule& rule : rules.coroutines) {
    Names& pack = names[rule.origin.pack];
    const bool context = rule.kind == CoroutineKind::loop || rule.kind == CoroutineKind::caller;
    add(context ? pack.contexts : rule.kind == CoroutineKind::elsewhere ? pack.barriers : pack.others, rule.types);
  }
  for (const HopRule& rule : rules.hops) add(names[rule.origin.pack].barriers, rule.names);
  for (const HandleRule& rule : rules.handles) add(names[rule.origin.pack].others, rule.names);
  for (const GuardRule& rule : rules.guards) add(names[rule.origin.pack].others, rule.names);
  for (const RequireRule& rule : rules.requires_) {
    Names& pack = names[rule.origin.pack];
    add(pack.others, rule.names);
    for (const FollowUp& follow_up : rule.satisfied_by) add(pack.others, follow_up.names);
  }
  std::vector<Counts> counts;
  for (const Names& pack : names) {
    counts.push_back({pack.blocking.size(), pack.contexts.size(), pack.barriers.size(), pack.others.size()});
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

std::string dump_json(const RuleSet& rules) {
  std::vector<std::string> packs;
  for (const Pack& pack : rules.packs) {
    packs.push_back(fmt::format("\n    {{\"pack\": {}, \"title\": {}, \"file\": {}}}", json_string(pack.id),
                                json_string(pack.title), json_string(pack.file)));
  }
  std::vector<std::string> names;
  for (const Mention& mention : rules.mentions) {
    names.push_back(fmt::format(
        "\n    {{\"name\": {}, \"role\": \"{}\", \"glob\": {}, \"pack\": {}, \"line\": {}, \"column\": {}}}",
        json_string(mention.name), to_string(mention.role), is_glob(mention.name),
        json_string(rules.packs[mention.pack].id), mention.line, mention.column));
  }
  return fmt::format("{{\n  \"version\": 1,\n  \"packs\": [{}\n  ],\n  \"names\": [{}\n  ]\n}}\n",
                     fmt::join(packs, ","), fmt::join(names, ","));
}

}  // namespace stallhound
