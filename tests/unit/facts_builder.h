// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Facts written by hand, as short as the code that they stand for:
//
//   UnitBuilder unit;
//   unit.define("on_timer").annotate("loop").calls("helper");
//   unit.define("helper").calls("nap");
//   CHECK(stories(analyse(unit)) == Lines{"nap: on_timer > helper [definite]"});
//
// Names are identities: two units that say "helper" mean one function. Every function and call stands on a line of its
// own, in the order of writing.
#pragma once

#include <string>
#include <vector>

#include "base/digest.h"
#include "catch.h"
#include "rules/load.h"
#include "scan/analysis.h"
#include "stallhound/phases.h"

namespace stallhound {

using Lines = std::vector<std::string>;

inline FunctionId id_of(const std::string& name) { return digest(name); }
inline SlotId place_id(const std::string& name) { return digest("place " + name); }

inline Value function_value(const std::string& name) { return {ValueKind::function, id_of(name)}; }
inline Value place_value(const std::string& name) { return {ValueKind::slot, place_id(name)}; }
inline Value parameter_value(const std::string& function, std::uint32_t index) {
  return {ValueKind::slot, parameter_slot(id_of(function), index)};
}
inline Value result_value(std::uint32_t site) { return {ValueKind::result, site}; }

inline Argument passing(Value value) {
  Argument argument;
  argument.values.push_back(value);
  return argument;
}
inline Argument passing(const std::string& function) { return passing(function_value(function)); }
inline Argument number(std::int64_t value) {
  Argument argument;
  argument.constant = ConstantKind::integer;
  argument.number = value;
  return argument;
}

class BodyBuilder;

class UnitBuilder {
 public:
  explicit UnitBuilder(const std::string& file = "/p/a.c") {
    facts.main_file = file;
    facts.files.push_back({file, true});
  }

  /// Declares a function with callable parameters, as far as it is not known; its index in facts.functions.
  std::size_t declare(const std::string& name, std::uint32_t parameters = 0) {
    std::size_t at = 0;
    while (at < facts.functions.size() && facts.functions[at].id != id_of(name)) ++at;
    if (at == facts.functions.size()) {
      FunctionFact& function = facts.functions.emplace_back();
      function.id = id_of(name);
      function.name = name;
      function.display = name;
      function.flags = fn_in_roots;
    }
    auto& known = facts.functions[at].parameters;
    for (auto i = static_cast<std::uint32_t>(known.size()); i < parameters; ++i) {
      known.push_back(0);
      facts.slots.push_back({parameter_slot(id_of(name), i), SlotKind::parameter, "p" + std::to_string(i), 0});
    }
    return at;
  }

  /// A function with a body.
  BodyBuilder define(const std::string& name, std::uint32_t parameters = 0);

  /// Declares that a method overrides another.
  void overrides(const std::string& name, const std::string& base) {
    declare(base);
    facts.functions[declare(name)].overrides.push_back(id_of(base));
  }

  TypeIndex type(const std::string& name) {
    for (std::size_t i = 1; i < facts.types.size(); ++i) {
      if (facts.types[i].name == name) return static_cast<TypeIndex>(i);
    }
    facts.types.emplace_back().name = name;
    return static_cast<TypeIndex>(facts.types.size() - 1);
  }

  /// A variable or field that may hold callables.
  void place(const std::string& name, SlotKind kind = SlotKind::global) {
    for (const auto& slot : facts.slots) {
      if (slot.id == place_id(name)) return;
    }
    facts.slots.push_back({place_id(name), kind, name, 0});
  }

  /// An initialiser outside functions.
  void holds(const std::string& name, const std::vector<std::string>& functions) {
    place(name);
    Flow flow{place_id(name), {}, next_place()};
    for (const auto& function : functions) {
      declare(function);
      flow.sources.push_back(function_value(function));
    }
    facts.flows.push_back(std::move(flow));
  }

  void suppress(std::uint32_t line, const std::vector<std::string>& checks = {"stallhound"},
                SuppressionKind kind = SuppressionKind::line, bool all_tools = false) {
    const auto column = static_cast<std::uint32_t>(60 + facts.suppressions.size());
    facts.suppressions.push_back({kind, {0, line, column}, all_tools, checks, ""});
  }

  SourceLocation next_place() { return {0, ++line, 3}; }

  TuFacts facts;
  std::uint32_t line = 0;
};

class BodyBuilder {
 public:
  BodyBuilder(UnitBuilder& unit, std::size_t function, std::size_t body)
      : unit_(unit), function_(function), body_(body) {}

  Body& body() { return unit_.facts.bodies[body_]; }
  FunctionFact& function() { return unit_.facts.functions[function_]; }
  Site& site() { return body().sites.back(); }
  std::uint32_t last() { return static_cast<std::uint32_t>(body().sites.size() - 1); }
  /// The line of the last call.
  std::uint32_t line() { return site().location.line; }

  BodyBuilder& annotate(const std::string& text) {
    function().annotations.push_back(text);
    return *this;
  }
  BodyBuilder& coroutine(const std::string& result) {
    body().is_coroutine = true;
    function().result = unit_.type(result);
    return *this;
  }
  BodyBuilder& calls(const std::string& name, std::vector<Argument> arguments = {}) {
    unit_.declare(name);
    Site added;
    added.callee = id_of(name);
    return add(std::move(added), std::move(arguments));
  }
  BodyBuilder& calls_virtual(const std::string& name, std::vector<Argument> arguments = {}) {
    calls(name, std::move(arguments));
    site().kind = SiteKind::member;
    site().flags |= site_virtual;
    return *this;
  }
  BodyBuilder& calls_through(Value value, std::vector<Argument> arguments = {}) {
    Site added;
    added.kind = SiteKind::indirect;
    added.through = value;
    return add(std::move(added), std::move(arguments));
  }
  BodyBuilder& stores(const std::string& place, Value value) {
    unit_.place(place);
    body().flows.push_back({place_id(place), {value}, unit_.next_place()});
    return *this;
  }
  BodyBuilder& returns(Value value) {
    unit_.facts.slots.push_back({result_slot(function().id), SlotKind::result, "", 0});
    body().flows.push_back({result_slot(function().id), {value}, unit_.next_place()});
    return *this;
  }
  BodyBuilder& begin_loop() {
    body().loops.push_back({loop_, unit_.next_place(), false});
    loop_ = static_cast<std::uint32_t>(body().loops.size() - 1);
    return *this;
  }
  BodyBuilder& end_loop() {
    loop_ = body().loops[loop_].parent;
    return *this;
  }
  /// A matcher of a pack is true of the last call.
  BodyBuilder& matches(const std::string& expression) {
    body().probes.push_back({last(), digest(expression)});
    return *this;
  }
  /// Awaits the last call.
  BodyBuilder& awaits() {
    site().flags |= site_awaited;
    body().suspensions.push_back({SuspensionKind::await, unit_.next_place(), last(), loop_, last() + 1});
    return *this;
  }

 private:
  BodyBuilder& add(Site added, std::vector<Argument> arguments) {
    added.location = unit_.next_place();
    added.loop = loop_;
    added.arguments = std::move(arguments);
    body().sites.push_back(std::move(added));
    return *this;
  }

  UnitBuilder& unit_;
  std::size_t function_;
  std::size_t body_;
  std::uint32_t loop_ = npos;
};

inline BodyBuilder UnitBuilder::define(const std::string& name, std::uint32_t parameters) {
  const auto function = declare(name, parameters);
  facts.functions[function].location = next_place();
  Body body;
  body.function = id_of(name);
  body.location = facts.functions[function].location;
  facts.bodies.push_back(std::move(body));
  return {*this, function, facts.bodies.size() - 1};
}

/// A pack with one entry of each kind that the tests need.
inline const RuleSet& test_rules() {
  static const RuleSet rules = [] {
    Result<RuleSet> loaded = load_rules_from_text({{"t.json", R"({
      "schema": 1, "pack": "t", "title": "T",
      "framework": { "id": "fw", "name": "Fw", "fixes": { "sleep": "use fw_timer" }, "offload": "use fw_offload" },
      "models": [ "lib" ],
      "blocking": [
        { "names": ["blink"], "category": "system-info", "cost": "microseconds", "why": "W.", "fix": { "default": "f" } },
        { "names": ["nap"], "category": "sleep", "cost": "milliseconds", "why": "W.", "fix": { "default": "f" } },
        { "names": ["sleep"], "category": "sleep", "source": "long", "cost": "seconds", "why": "W.", "fix": { "default": "f" } },
        { "names": ["hang"], "category": "wait", "cost": "unbounded", "why": "W.", "fix": { "default": "f" } },
        { "names": ["lock"], "category": "lock", "cost": "milliseconds", "why": "W.", "fix": { "default": "f" } },
        { "names": ["mostly_fine"], "category": "file-io", "cost": "milliseconds", "opt_in": true, "why": "W.", "fix": { "default": "f" } },
        { "names": ["wait_ready"], "category": "network", "source": "ready", "cost": "unbounded", "why": "W.", "fix": { "default": "f" } },
        { "names": ["unsure"], "category": "network", "cost": "milliseconds", "confidence": "possible", "why": "W.", "fix": { "default": "f" } },
        { "names": ["poll"], "category": "network", "source": "poll", "cost": "unbounded", "unless": { "arg": 0, "is_zero": true }, "why": "W.", "fix": { "default": "f" } },
        { "names": ["mode"], "category": "network", "source": "mode", "cost": "seconds", "when": { "arg": 0, "equals": 1 }, "why": "W.", "fix": { "default": "f" } },
        { "ast": "odd", "category": "rpc", "cost": "seconds", "unless": { "arg": 0, "is_zero": true }, "why": "W.", "fix": { "default": "f" } },
        { "names": ["narrowed"], "ast": "narrow", "category": "dns", "cost": "seconds", "why": "W.", "fix": { "default": "f" } } ],
      "contexts": [
        { "annotations": ["loop"], "what": "loop code" },
        { "annotations": ["maybe_loop"], "what": "perhaps loop code", "confidence": "probable" },
        { "annotations": ["perhaps_loop"], "what": "hardly loop code", "confidence": "possible" },
        { "calls": ["on_loop"], "arg": 0, "what": "timer callback" },
        { "calls": ["either"], "arg": 0, "what": "perhaps a callback" },
        { "overrides": ["Handler::handle"], "what": "handler" },
        { "functions": ["declared_loop"], "what": "declared" },
        { "fields": ["ops.read"], "what": "read operation" },
        { "loop_around": ["wait_ready"], "confidence": "probable", "what": "loop" } ],
      "barriers": [ { "calls": ["on_thread", "either"], "arg": 0 }, { "annotations": ["safe"] } ],
      "wrappers": [ { "calls": ["bind", "push_back"], "arg": "all" } ],
      "coroutines": [ { "types": ["Task"], "kind": "loop" }, { "types": ["Lazy"], "kind": "caller" },
        { "types": ["Pooled"], "kind": "elsewhere" }, { "types": ["Generator"], "kind": "generator" } ],
      "trusted": [ "trusted_helper" ]
    })"}});
    if (!loaded) {
      for (const auto& error : loaded.errors()) UNSCOPED_INFO(to_string(error));
    }
    REQUIRE(loaded.ok());
    return *loaded;
  }();
  return rules;
}

inline Analysis analyse(std::vector<TuFacts> units, const JudgeOptions& options = {}) {
  return analyse(AnalysisInput{std::move(units), "/p", test_rules(), options});
}

inline Analysis analyse(const UnitBuilder& unit, const JudgeOptions& options = {}) {
  return analyse(std::vector<TuFacts>{unit.facts}, options);
}

/// "nap: on_timer > helper [definite]", with " (hidden)" for suppressed ones.
inline std::string story(const Finding& finding) {
  std::string text = finding.call + ":";
  for (const auto& step : finding.path) text += (&step == &finding.path.front() ? " " : " > ") + step.function;
  text += " [" + std::string(to_string(finding.confidence)) + "]";
  return finding.suppressed.empty() ? text : text + " (hidden)";
}

inline Lines stories(const Analysis& analysis) {
  Lines lines;
  for (const auto& finding : analysis.report.findings) lines.push_back(story(finding));
  return lines;
}

/// "callback on_timer [definite]" for each context.
inline Lines contexts(const Analysis& analysis) {
  Lines lines;
  for (const auto& root : analysis.labels.roots) {
    lines.push_back(std::string(to_string(root.kind)) + " " + analysis.program.functions[root.function].display + " [" +
                    std::string(to_string(root.confidence)) + "]");
  }
  return lines;
}

/// Shows everything, however unsure.
inline JudgeOptions even_possible() {
  JudgeOptions options;
  options.analyze.confidence = Confidence::possible;
  return options;
}

}  // namespace stallhound
