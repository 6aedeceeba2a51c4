// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_prose.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "app/rules_sentences.h"

namespace stallhound {
namespace {

constexpr std::size_t line_width = 100;

// Fills lines with words; every line is indented.
std::string fill(std::string_view text, std::size_t indent) {
  std::string lines;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    if (column != 0 && column + 1 + word.size() > line_width) {
      lines += '\n';
      column = 0;
    }
    lines += column == 0 ? std::string(indent, ' ') : std::string(" ");
    column += (column == 0 ? indent : 1) + word.size();
    lines += word;
  }
  return lines + '\n';
}

// The end of a paragraph: where the entry stands.
std::string source_of(const RuleSet& rules, Origin origin) {
  return fmt::format("[{}:{}]", rules.packs[origin.pack].file, origin.line);
}

// Advice: the entry's own for each framework, then what frameworks say about the category.
std::string advice(const RuleSet& rules, const BlockingRule& rule) {
  std::map<std::string, std::string> by_framework;
  for (const Framework& framework : rules.frameworks) {
    by_framework[framework.name] = rules.fix_for(rule, framework.id);
  }
  for (const auto& [id, text] : rule.fix) {
    if (id != "default" && id != "any") by_framework[framework_name(rules, id)] = text;
  }
  const std::string fallback = rules.fix_for(rule, "default");
  std::string text = fill(fmt::format("Instead: {}.", fallback), 2);
  for (const auto& [name, fix] : by_framework) {
    if (fix != fallback) text += fill(fmt::format("With {}: {}.", name, fix), 4);
  }
  return text;
}

// Advice in the words of some frameworks only, the most important one first ("" for none).
std::string advice(const RuleSet& rules, const BlockingRule& rule, const std::vector<std::string>& frameworks) {
  const std::string fallback = rules.fix_for(rule, "default");
  std::vector<std::string> told;
  std::string text;
  for (const std::string& framework : frameworks) {
    std::string fix = rules.fix_for(rule, framework);
    if (std::find(told.begin(), told.end(), fix) != told.end()) continue;
    // A framework that has no words of its own need not be named beside others.
    if (!told.empty() && fix == fallback) continue;
    const bool any = framework.empty() || fix == fallback;
    text += fill(
        any ? fmt::format("Instead: {}.", fix) : fmt::format("With {}: {}.", framework_name(rules, framework), fix), 2);
    told.push_back(std::move(fix));
  }
  return text;
}

// A paragraph about an entry, with its place.
template <class Rule>
std::string explain(const RuleSet& rules, const Rule& rule, const Topic& topic) {
  return fill(sentence(rules, rule, topic) + ' ' + source_of(rules, rule.origin), 0);
}

std::string explain(const RuleSet& rules, const BlockingRule& rule, const Topic& topic) {
  return explain<BlockingRule>(rules, rule, topic) + advice(rules, rule);
}

std::string explain(const RuleSet& rules, const RequireRule& rule, const Topic& topic) {
  std::string text = explain<RequireRule>(rules, rule, topic);
  for (const auto& [id, fix] : rule.fix) {
    text += id == "default" || id == "any" ? fill(fmt::format("Instead: {}.", fix), 2)
                                           : fill(fmt::format("With {}: {}.", framework_name(rules, id), fix), 4);
  }
  return text;
}

std::string explain(const RuleSet& rules, RuleRef ref, const Topic& topic) {
  switch (ref.kind) {
    case RuleKind::blocking:
      return explain(rules, rules.blocking[ref.index], topic);
    case RuleKind::registration:
      return explain(rules, rules.registrations[ref.index], topic);
    case RuleKind::coroutine:
      return explain(rules, rules.coroutines[ref.index], topic);
    case RuleKind::hop:
      return explain(rules, rules.hops[ref.index], topic);
    case RuleKind::trusted:
      return fill(trusted_sentence(topic), 0);
    case RuleKind::handle:
      return explain(rules, rules.handles[ref.index], topic);
    case RuleKind::guard:
      return explain(rules, rules.guards[ref.index], topic);
    case RuleKind::require:
      return explain(rules, rules.requires_[ref.index], topic);
    case RuleKind::follow_up: {
      const RequireRule& rule = rules.requires_[ref.index];
      return fill(follow_up_sentence(rule, topic) + ' ' + source_of(rules, rule.origin), 0);
    }
  }
  return {};
}

// Paragraphs, with an empty line between each two.
void add_paragraph(std::string& text, const std::string& paragraph) {
  if (!text.empty()) text += '\n';
  text += paragraph;
}

template <class Rule>
void add_entries(std::string& text, const RuleSet& rules, const std::vector<Rule>& entries, std::uint32_t pack) {
  for (const Rule& entry : entries) {
    if (entry.origin.pack != pack) continue;
    if constexpr (requires { entry.types; }) {
      add_paragraph(text, explain(rules, entry, Topic(entry.types)));
    } else {
      add_paragraph(text, explain(rules, entry, Topic(entry.names)));
    }
  }
}

}  // namespace

std::string explain_rule(const RuleSet& rules, std::string_view id) {
  std::string text;
  for (const BlockingRule& rule : rules.blocking) {
    if (rule.id == id) add_paragraph(text, explain(rules, rule, Topic(rule.names)));
  }
  for (const RequireRule& rule : rules.requires_) {
    if (rule.id == id) add_paragraph(text, explain(rules, rule, Topic(rule.names)));
  }
  return text;
}

std::string explain_pack(const RuleSet& rules, std::string_view id) {
  const auto found = std::find_if(rules.packs.begin(), rules.packs.end(), [&](const Pack& p) { return p.id == id; });
  if (found == rules.packs.end()) return {};
  const auto pack = static_cast<std::uint32_t>(found - rules.packs.begin());
  std::string text = fmt::format("{} ({}), {}\n", found->title, found->id, found->file);
  if (!found->documentation.empty()) add_paragraph(text, fill(found->documentation, 0));
  add_entries(text, rules, rules.blocking, pack);
  add_entries(text, rules, rules.registrations, pack);
  add_entries(text, rules, rules.coroutines, pack);
  add_entries(text, rules, rules.hops, pack);
  add_entries(text, rules, rules.handles, pack);
  add_entries(text, rules, rules.guards, pack);
  add_entries(text, rules, rules.requires_, pack);
  if (!found->trusted.empty()) add_paragraph(text, fill(trusted_sentence(Topic(found->trusted)), 0));
  if (!found->models.empty()) {
    add_paragraph(text, fill(fmt::format("The code of {} itself is not judged.", list(found->models, "and")), 0));
  }
  return text;
}

std::string explain_name(const RuleSet& rules, std::string_view name, const std::vector<std::string>* frameworks) {
  std::string text;
  const Topic topic(name);
  for (const RuleRef ref : rules.find_function(name)) {
    if (ref.kind == RuleKind::blocking && frameworks != nullptr) {
      const BlockingRule& rule = rules.blocking[ref.index];
      add_paragraph(text, explain<BlockingRule>(rules, rule, topic) + advice(rules, rule, *frameworks));
    } else {
      add_paragraph(text, explain(rules, ref, topic));
    }
  }
  for (const auto* index :
       {&rules.overrides, &rules.fields, &rules.types, &rules.annotations, &rules.coroutine_types}) {
    const auto found = index->find(std::string(name));
    if (found == index->end()) continue;
    for (const RuleRef ref : found->second) add_paragraph(text, explain(rules, ref, topic));
  }
  if (!text.empty() && rules.is_modelled(name)) {
    add_paragraph(text, fmt::format("{} is modelled: its own code is not judged.\n", name));
  }
  return text;
}

}  // namespace stallhound
