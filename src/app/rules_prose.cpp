// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_prose.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

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

std::string list(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) text += i + 1 == words.size() ? fmt::format(" {} ", last) : std::string(", ");
    text += words[i];
  }
  return text;
}

// What a sentence is about: one name, or all names of an entry.
struct Topic {
  explicit Topic(const std::vector<std::string>& all) : names(all) {}
  explicit Topic(std::string_view one) : names{std::string(one)} {}
  bool plural() const { return names.size() > 1; }
  std::string any_of() const { return list(names, "or"); }
  std::string all_of() const { return list(names, "and"); }
  std::vector<std::string> names;
};

std::string_view duration_of(Cost cost) {
  switch (cost) {
    case Cost::microseconds:
      return "for microseconds";
    case Cost::milliseconds:
      return "for milliseconds";
    case Cost::seconds:
      return "for seconds";
    case Cost::unbounded:
      break;
  }
  return "without a limit";
}

std::string_view verdict_of(IfUnknown verdict) {
  switch (verdict) {
    case IfUnknown::definite:
      return "the report is definite";
    case IfUnknown::possible:
      return "the report is only a possible one";
    case IfUnknown::silent:
      break;
  }
  return "nothing is reported";
}

std::string_view place_of(Runs runs, bool plural) {
  switch (runs) {
    case Runs::loop:
      return plural ? "run on an event loop" : "runs on an event loop";
    case Runs::thread:
      return plural ? "run on threads where blocking is fine" : "runs on a thread where blocking is fine";
    case Runs::here:
      return plural ? "are called at once" : "is called at once, inside the call";
    case Runs::kept:
      break;
  }
  return plural ? "are kept and passed on" : "is kept and passed on";
}

std::string framework_name(const RuleSet& rules, const std::string& id) {
  const Framework* framework = rules.find_framework(id);
  return framework ? framework->name : id;
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

std::string explain(const RuleSet& rules, const BlockingRule& rule, const Topic& topic) {
  std::string text =
      fmt::format("{} {} {} ({}, {}). {}", topic.all_of(), topic.plural() ? "block their thread" : "blocks its thread",
                  duration_of(rule.cost), rule.id, to_string(severity_of(rule.cost)), rule.why);
  if (rule.when) {
    text += fmt::format(" Only if {}; if that is not known, {}.", describe(*rule.when), verdict_of(rule.when_unknown));
  }
  if (rule.unless) {
    text +=
        fmt::format(" Not if {}; if that is not known, {}.", describe(*rule.unless), verdict_of(rule.unless_unknown));
  }
  if (rule.confidence != Confidence::definite) text += fmt::format(" At most {}.", to_string(rule.confidence));
  if (!on_by_default(rule.category)) {
    text += fmt::format(" Only reported if the category {} is asked for.", to_string(rule.category));
  }
  if (rule.opt_in) text += " Only reported with --pedantic.";
  return fill(text + ' ' + source_of(rules, rule.origin), 0) + advice(rules, rule);
}

std::string callables_of(const Registration& rule, const Topic& topic) {
  std::vector<std::string> arguments;
  for (const std::uint32_t index : rule.arguments) arguments.push_back(std::to_string(index));
  switch (rule.form) {
    case Form::calls:
      return fmt::format("A callable passed to {} as {}", topic.any_of(),
                         rule.all_arguments ? "any argument" : "argument " + list(arguments, "or"));
    case Form::overrides:
      return fmt::format("An override of {}", topic.any_of());
    case Form::types:
      return fmt::format("A callable passed or stored as {}", topic.any_of());
    case Form::fields:
      return fmt::format("A callable stored in {}", topic.any_of());
    case Form::functions:
      return topic.all_of();
    case Form::parameters:
      return fmt::format("A function with a parameter of type {}", topic.any_of());
    case Form::annotations:
      return fmt::format("A function with the annotation {}", topic.any_of());
    case Form::loop_around:
      return fmt::format("The body of a loop around a call to {}", topic.any_of());
  }
  return {};
}

std::string explain(const RuleSet& rules, const Registration& rule, const Topic& topic) {
  const bool plural = rule.form == Form::functions && topic.plural();
  std::string text = fmt::format("{} {}", callables_of(rule, topic), place_of(rule.runs, plural));
  if (!rule.framework.empty()) text += fmt::format(" ({})", framework_name(rules, rule.framework));
  if (!rule.what.empty()) text += fmt::format(": {}", rule.what);
  text += '.';
  if (rule.when) text += fmt::format(" Only if {}.", describe(*rule.when));
  if (rule.unless) text += fmt::format(" Not if {}.", describe(*rule.unless));
  if (rule.confidence != Confidence::definite) text += fmt::format(" At most {}.", to_string(rule.confidence));
  return fill(text + ' ' + source_of(rules, rule.origin), 0);
}

std::string explain(const RuleSet& rules, const CoroutineRule& rule, const Topic& topic) {
  std::string_view place;
  switch (rule.kind) {
    case CoroutineKind::loop:
      place = "runs on an event loop";
      break;
    case CoroutineKind::caller:
      place = "runs where it is started";
      break;
    case CoroutineKind::elsewhere:
      place = "runs on threads where blocking is fine";
      break;
    case CoroutineKind::generator:
      place = "is a generator, which runs in its consumer";
      break;
  }
  return fill(fmt::format("A coroutine that returns {} {}. {}", topic.any_of(), place, source_of(rules, rule.origin)),
              0);
}

std::string explain(const RuleSet& rules, const HopRule& rule, const Topic& topic) {
  const std::string_view place = rule.to == Runs::loop ? "an event loop" : "a thread where blocking is fine";
  std::string text = fmt::format("co_await {} moves the rest of a coroutine to {}.", topic.any_of(), place);
  if (rule.when) text += fmt::format(" Only if {}.", describe(*rule.when));
  return fill(text + ' ' + source_of(rules, rule.origin), 0);
}

std::string part_of_call(const HandlePart& part) {
  if (part.kind == HandlePart::Kind::argument) return fmt::format("argument {}", part.index);
  return part.kind == HandlePart::Kind::object ? "its object" : "what it returns";
}

std::string explain(const RuleSet& rules, const RequireRule& rule, const Topic& topic) {
  std::vector<std::string> calls;
  for (const FollowUp& follow_up : rule.satisfied_by) {
    std::string call = list(follow_up.names, "or");
    if (follow_up.when) call += fmt::format(" (where {})", describe(*follow_up.when));
    if (follow_up.unless) call += fmt::format(" (unless {})", describe(*follow_up.unless));
    calls.push_back(std::move(call));
  }
  const std::string need =
      calls.empty() ? fmt::format("A call to {} may lack something", topic.any_of())
                    : fmt::format("A handle made by {} needs a call to {}", topic.any_of(), list(calls, "or"));
  std::string text = fmt::format("{} ({}, {}). {}", need, rule.id, to_string(rule.severity), rule.why);
  if (rule.when) text += fmt::format(" Only if {}.", describe(*rule.when));
  if (rule.unless) text += fmt::format(" Not if {}.", describe(*rule.unless));
  text = fill(text + ' ' + source_of(rules, rule.origin), 0);
  for (const auto& [id, fix] : rule.fix) {
    text += id == "default" || id == "any" ? fill(fmt::format("Instead: {}.", fix), 2)
                                           : fill(fmt::format("With {}: {}.", framework_name(rules, id), fix), 4);
  }
  return text;
}

std::string explain_trusted(const Topic& topic) {
  return fmt::format("{} may be called from anywhere.\n", topic.any_of());
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
      return explain_trusted(topic);
    case RuleKind::handle: {
      const HandleRule& rule = rules.handles[ref.index];
      std::string text = rule.labels_of ? fmt::format("After {}, what holds for {} holds for {}", topic.any_of(),
                                                      part_of_call(*rule.labels_of), part_of_call(rule.handle))
                                        : fmt::format("{} makes {} {}", topic.any_of(), part_of_call(rule.handle),
                                                      rules.labels[*rule.label]);
      if (rule.when) text += fmt::format(" (where {})", describe(*rule.when));
      if (rule.unless) text += fmt::format(" (unless {})", describe(*rule.unless));
      return fill(text + ". " + source_of(rules, rule.origin), 0);
    }
    case RuleKind::guard: {
      const GuardRule& rule = rules.guards[ref.index];
      return fill(fmt::format("Code that runs only if {} answered {} is not loop code. {}", topic.any_of(),
                              rule.answer ? "yes" : "no (or zero)", source_of(rules, rule.origin)),
                  0);
    }
    case RuleKind::require:
      return explain(rules, rules.requires_[ref.index], topic);
    case RuleKind::follow_up: {
      const RequireRule& rule = rules.requires_[ref.index];
      return fill(fmt::format("{} makes a handle of {} ready to use ({}). {}", topic.any_of(), list(rule.names, "or"),
                              rule.id, source_of(rules, rule.origin)),
                  0);
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
  add_entries(text, rules, rules.requires_, pack);
  return text;
}

std::string explain_name(const RuleSet& rules, std::string_view name) {
  std::string text;
  const Topic topic(name);
  for (const RuleRef ref : rules.find_function(name)) add_paragraph(text, explain(rules, ref, topic));
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
