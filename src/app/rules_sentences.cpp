// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_sentences.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/rules_prose.h"

namespace stallhound {
namespace {

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

// Names as the topic sets them.
std::vector<std::string> set(const std::vector<std::string>& names, const Topic& topic) {
  if (!topic.code) return names;
  std::vector<std::string> coded;
  for (const std::string& name : names) coded.push_back('`' + name + '`');
  return coded;
}

bool plural(const Topic& topic) { return topic.names.size() > 1; }
std::string any_of(const Topic& topic) { return list(set(topic.names, topic), "or"); }
std::string all_of(const Topic& topic) { return list(set(topic.names, topic), "and"); }

// What patterns leave out, for a sentence about all names of an entry.
std::string except_of(const std::vector<std::string>& except, const Topic& topic) {
  return except.empty() || topic.one ? std::string() : fmt::format(" (except {})", list(set(except, topic), "and"));
}

std::string callables_of(const Registration& rule, const Topic& topic) {
  std::vector<std::string> arguments;
  for (const std::uint32_t index : rule.arguments) arguments.push_back(std::to_string(index));
  switch (rule.form) {
    case Form::calls:
      return fmt::format("A callable passed to {}{} as {}", any_of(topic), except_of(rule.except, topic),
                         rule.template_arguments ? "template argument"
                         : rule.all_arguments    ? "any argument"
                                                 : "argument " + list(arguments, "or"));
    case Form::overrides:
      return fmt::format("An override of {}", any_of(topic));
    case Form::types:
      return fmt::format("A callable passed or stored as {}", any_of(topic));
    case Form::fields:
      return fmt::format("A callable stored in {}", any_of(topic));
    case Form::functions:
      return all_of(topic);
    case Form::parameters:
      return fmt::format("A function with a parameter of type {}", any_of(topic));
    case Form::annotations:
      return fmt::format("A function with the annotation {}", any_of(topic));
    case Form::loop_around:
      return fmt::format("The body of a loop around a call to {}", any_of(topic));
  }
  return {};
}

}  // namespace

std::string list(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) text += i + 1 == words.size() ? fmt::format(" {} ", last) : std::string(", ");
    text += words[i];
  }
  return text;
}

std::string framework_name(const RuleSet& rules, const std::string& id) {
  const Framework* framework = rules.find_framework(id);
  return framework ? framework->name : id;
}

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

std::string provisos_of(const BlockingRule& rule) {
  std::vector<std::string> parts;
  if (rule.when) {
    parts.push_back(
        fmt::format("Only if {}; if that is not known, {}.", describe(*rule.when), verdict_of(rule.when_unknown)));
  }
  if (rule.unless) {
    parts.push_back(
        fmt::format("Not if {}; if that is not known, {}.", describe(*rule.unless), verdict_of(rule.unless_unknown)));
  }
  if (rule.confidence != Confidence::definite) parts.push_back(fmt::format("At most {}.", to_string(rule.confidence)));
  if (!on_by_default(rule.category)) {
    parts.push_back(fmt::format("Only reported if the category {} is asked for.", to_string(rule.category)));
  }
  if (rule.opt_in) parts.emplace_back("Only reported with --pedantic.");
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string sentence(const RuleSet& rules, const BlockingRule& rule, const Topic& topic) {
  std::string subject = all_of(topic) + except_of(rule.except, topic);
  if (rule.probe != 0) {
    const auto same = [&](const Probe& probe) { return probe.id == rule.probe; };
    const auto probe = std::find_if(rules.probes.begin(), rules.probes.end(), same);
    const std::string callee = rule.names.empty() ? "" : " to " + any_of(topic) + except_of(rule.except, topic);
    subject = fmt::format("A call{} that matches {}", callee, fmt::join(set({probe->expression}, topic), ""));
  }
  const std::string provisos = provisos_of(rule);
  return fmt::format("{} {} {} ({}, {}). {}{}{}", subject,
                     plural(topic) && rule.probe == 0 ? "block their thread" : "blocks its thread",
                     duration_of(rule.cost), rule.id, to_string(severity_of(rule.cost)), rule.why,
                     provisos.empty() ? "" : " ", provisos);
}

std::string sentence(const RuleSet& rules, const Registration& rule, const Topic& topic) {
  const bool several = rule.form == Form::functions && plural(topic);
  std::string text = fmt::format("{} {}", callables_of(rule, topic), place_of(rule.runs, several));
  if (!rule.framework.empty()) text += fmt::format(" ({})", framework_name(rules, rule.framework));
  if (!rule.what.empty()) text += fmt::format(": {}", rule.what);
  text += '.';
  if (rule.when) text += fmt::format(" Only if {}.", describe(*rule.when));
  if (rule.unless) text += fmt::format(" Not if {}.", describe(*rule.unless));
  if (rule.confidence != Confidence::definite) text += fmt::format(" At most {}.", to_string(rule.confidence));
  return text;
}

std::string sentence(const RuleSet&, const CoroutineRule& rule, const Topic& topic) {
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
  const std::string_view home = rule.resumes_home ? ", and after each co_await again" : "";
  return fmt::format("A coroutine that returns {} {}{}.", any_of(topic), place, home);
}

std::string sentence(const RuleSet&, const HopRule& rule, const Topic& topic) {
  const std::string_view place = rule.to == Runs::loop ? "an event loop" : "a thread where blocking is fine";
  std::string text = fmt::format("co_await {} moves the rest of a coroutine to {}.", any_of(topic), place);
  if (rule.when) text += fmt::format(" Only if {}.", describe(*rule.when));
  return text;
}

std::string sentence(const RuleSet&, const RequireRule& rule, const Topic& topic) {
  std::vector<std::string> calls;
  for (const FollowUp& follow_up : rule.satisfied_by) {
    std::string call = list(set(follow_up.names, topic), "or");
    if (follow_up.when) call += fmt::format(" (where {})", describe(*follow_up.when));
    if (follow_up.unless) call += fmt::format(" (unless {})", describe(*follow_up.unless));
    calls.push_back(std::move(call));
  }
  const std::string need =
      calls.empty() ? fmt::format("A call to {} may lack something", any_of(topic))
                    : fmt::format("A handle made by {} needs a call to {}", any_of(topic), list(calls, "or"));
  std::string text = fmt::format("{} ({}, {}). {}", need, rule.id, to_string(rule.severity), rule.why);
  if (rule.when) text += fmt::format(" Only if {}.", describe(*rule.when));
  if (rule.unless) text += fmt::format(" Not if {}.", describe(*rule.unless));
  return text;
}

std::string sentence(const RuleSet& rules, const HandleRule& rule, const Topic& topic) {
  const auto part_of_call = [](const HandlePart& part) -> std::string {
    if (part.kind == HandlePart::Kind::argument) return fmt::format("argument {}", part.index);
    return part.kind == HandlePart::Kind::object ? "its object" : "what it returns";
  };
  const std::string calls = any_of(topic) + except_of(rule.except, topic);
  std::string text = rule.labels_of
                         ? fmt::format("After {}, what holds for {} holds for {}", calls, part_of_call(*rule.labels_of),
                                       part_of_call(rule.handle))
                         : fmt::format("{} makes {} {}", calls, part_of_call(rule.handle), rules.labels[*rule.label]);
  if (rule.when) text += fmt::format(" (where {})", describe(*rule.when));
  if (rule.unless) text += fmt::format(" (unless {})", describe(*rule.unless));
  return text + '.';
}

std::string sentence(const RuleSet&, const GuardRule& rule, const Topic& topic) {
  return fmt::format("Code that runs only if {} answered {} is not loop code.", any_of(topic),
                     rule.answer ? "yes" : "no (or zero)");
}

std::string trusted_sentence(const Topic& topic) {
  return fmt::format("{} may be called from anywhere.", all_of(topic));
}

std::string follow_up_sentence(const RequireRule& rule, const Topic& topic) {
  return fmt::format("{} makes a handle of {} ready to use ({}).", any_of(topic), list(set(rule.names, topic), "or"),
                     rule.id);
}

}  // namespace stallhound
