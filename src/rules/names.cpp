// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The spelling of the closed lists, and look-up by name.
#include <algorithm>
#include <array>
#include <span>

#include "base/wildcards.h"
#include "stallhound/policy.h"
#include "stallhound/rules.h"

namespace stallhound {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, category_count> category_names = {
    "sleep",
    "process",
    "file-io",
    "database",
    "network",
    "dns",
    "http",
    "rpc",
    "lock",
    "wait",
    "nested-loop",
    "system-info",
    "console",
    "cpu",
    "discarded-awaitable",
    "lock-across-await",
    "missing-timeout",
    "competing-handles",
    "handle-per-call",
    "long-await",
};
constexpr std::array<std::string_view, 4> cost_names = {"microseconds", "milliseconds", "seconds", "unbounded"};
constexpr std::array<std::string_view, 3> severity_names = {"note", "warning", "error"};
constexpr std::array<std::string_view, 3> confidence_names = {"possible", "probable", "definite"};

template <class Enum>
std::string_view spelling(std::span<const std::string_view> names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view("?");
}

template <class Enum>
std::optional<Enum> parse(std::span<const std::string_view> names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

// Moving a call to a worker mends a blocked thread, but neither a misused handle nor an event loop run inside another.
bool mended_by_offload(Category category) {
  return category < Category::discarded_awaitable && category != Category::nested_loop;
}

}  // namespace

std::string_view to_string(Category category) { return spelling(category_names, category); }
std::string_view to_string(Cost cost) { return spelling(cost_names, cost); }
std::string_view to_string(Severity severity) { return spelling(severity_names, severity); }
std::string_view to_string(Confidence confidence) { return spelling(confidence_names, confidence); }

std::optional<Category> parse_category(std::string_view text) { return parse<Category>(category_names, text); }
std::optional<Cost> parse_cost(std::string_view text) { return parse<Cost>(cost_names, text); }
std::optional<Severity> parse_severity(std::string_view text) { return parse<Severity>(severity_names, text); }
std::string_view to_string(FailLevel level) { return level ? to_string(*level) : std::string_view("never"); }
std::optional<FailLevel> parse_fail_level(std::string_view text) {
  if (text == to_string(FailLevel())) return FailLevel();
  const auto severity = parse_severity(text);
  return severity ? std::optional<FailLevel>(severity) : std::nullopt;
}
std::optional<Confidence> parse_confidence(std::string_view text) { return parse<Confidence>(confidence_names, text); }

bool on_by_default(Category category) {
  return category != Category::lock && category != Category::console && category != Category::cpu;
}

Severity severity_of(Cost cost) {
  switch (cost) {
    case Cost::microseconds:
      return Severity::note;
    case Cost::milliseconds:
      return Severity::warning;
    case Cost::seconds:
    case Cost::unbounded:
      break;
  }
  return Severity::error;
}

bool glob_match(std::string_view pattern, std::string_view text) { return characters_match(pattern, text); }

std::vector<RuleRef> RuleSet::find_function(std::string_view name) const {
  bool exact = false;
  std::vector<const FunctionGlob*> patterns;
  const auto matches = [name](const std::string& pattern) { return glob_match(pattern, name); };
  starts.any(name, [&](std::size_t length, unsigned kinds) {
    exact = length == name.size() && (kinds & NameStarts::function) != 0;
    if ((kinds & NameStarts::family) == 0) return false;
    for (const auto& glob : function_globs.find(name.substr(0, length))->second) {
      if (!matches(glob.pattern) || std::any_of(glob.except.begin(), glob.except.end(), matches)) continue;
      patterns.push_back(&glob);
    }
    return false;
  });
  std::vector<RuleRef> found;
  if (exact) found = functions.find(name)->second;
  for (const auto* glob : patterns) {
    if (std::find(found.begin(), found.end(), glob->ref) == found.end()) found.push_back(glob->ref);
  }
  return found;
}

void NameStarts::add(std::string_view start, Kind kind) {
  std::uint32_t node = 0;
  for (const char text : start) {
    auto next = child(node, text);
    if (next == 0) {
      next = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({text, 0, 0, nodes_[node].first_child});
      nodes_[node].first_child = next;
      if (node == 0) first_[static_cast<unsigned char>(text)] = next;
    }
    node = next;
  }
  nodes_[node].kinds |= kind;
}

void RuleSet::add_function(const std::string& name, RuleRef ref) {
  // Two follow-ups of one entry may name the same function under different conditions.
  auto& meanings = functions[name];
  if (meanings.empty()) starts.add(name, NameStarts::function);
  if (std::find(meanings.begin(), meanings.end(), ref) == meanings.end()) meanings.push_back(ref);
}

void RuleSet::add_glob(FunctionGlob glob) {
  auto start = glob.pattern.substr(0, glob.pattern.find_first_of("*?"));
  starts.add(start, NameStarts::family);
  function_globs[std::move(start)].push_back(std::move(glob));
}

const Framework* RuleSet::find_framework(std::string_view id) const {
  const auto found = std::find_if(frameworks.begin(), frameworks.end(), [&](const Framework& f) { return f.id == id; });
  return found == frameworks.end() ? nullptr : &*found;
}

void RuleSet::add_model(std::string model) {
  const auto wild = model.find_first_of("*?");
  starts.add(model.substr(0, wild), wild == std::string::npos ? NameStarts::model : NameStarts::model_glob);
  if (wild == std::string::npos) {
    models.insert(std::move(model));
  } else {
    model_globs.push_back(std::move(model));
  }
}

bool RuleSet::is_modelled(std::string_view name) const {
  return starts.any(name, [&](std::size_t length, unsigned kinds) {
    // "uv_" is the prefix of a C library, "asio" a namespace: "asio" does not hold "asiofoo".
    const auto rest = name.substr(length);
    if ((kinds & NameStarts::model) != 0 && (rest.empty() || rest.starts_with("::") || name[length - 1] == '_')) {
      return true;
    }
    return (kinds & NameStarts::model_glob) != 0 &&
           std::any_of(model_globs.begin(), model_globs.end(),
                       [&](const std::string& model) { return glob_match(model, name); });
  });
}

bool RuleSet::is_modelled_by(std::string_view name, std::uint32_t pack) const {
  return std::any_of(packs[pack].models.begin(), packs[pack].models.end(), [&](const std::string& model) {
    if (model.find_first_of("*?") != std::string::npos) return glob_match(model, name);
    if (!name.starts_with(model)) return false;
    return model.ends_with('_') || name.size() == model.size() || name.substr(model.size()).starts_with("::");
  });
}

std::uint32_t RuleSet::pack_of(RuleRef ref) const {
  switch (ref.kind) {
    case RuleKind::blocking:
      return blocking[ref.index].origin.pack;
    case RuleKind::registration:
      return registrations[ref.index].origin.pack;
    case RuleKind::coroutine:
      return coroutines[ref.index].origin.pack;
    case RuleKind::hop:
      return hops[ref.index].origin.pack;
    case RuleKind::require:
    case RuleKind::follow_up:
      return requires_[ref.index].origin.pack;
    case RuleKind::handle:
      return handles[ref.index].origin.pack;
    case RuleKind::guard:
      return guards[ref.index].origin.pack;
    case RuleKind::trusted:
      break;  // Names only.
  }
  return static_cast<std::uint32_t>(packs.size());
}

std::string RuleSet::fix_for(const BlockingRule& rule, std::string_view framework) const {
  if (const auto own = rule.fix.find(std::string(framework)); own != rule.fix.end()) return own->second;
  if (const auto any = rule.fix.find("any"); any != rule.fix.end()) return any->second;
  if (const Framework* known = find_framework(framework)) {
    if (const auto fix = known->fixes.find(rule.category); fix != known->fixes.end()) return fix->second;
    if (!known->offload.empty() && mended_by_offload(rule.category)) return known->offload;
  }
  const auto fallback = rule.fix.find("default");
  return fallback == rule.fix.end() ? std::string() : fallback->second;
}

}  // namespace stallhound
