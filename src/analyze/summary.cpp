// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The parts of a report that are counted or collected once its findings are complete.
#include "analyze/summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyze/texts.h"

namespace stallhound::analysis {
namespace {

constexpr std::size_t slowest_contexts = 5;

/// The kind of the problem of a unit that was not analysed, or not completely.
std::string_view kind_of(const Unit& unit) {
  switch (unit.problem) {
    case UnitProblem::source:
      break;
    case UnitProblem::crash:
      return "crash";
    case UnitProblem::too_deep:
      return "too-deep";
    case UnitProblem::too_large:
      return "too-large";
    case UnitProblem::too_slow:
      return "too-slow";
    case UnitProblem::killed:
      return "killed";
    case UnitProblem::no_process:
      return "no-process";
  }
  if (unit.message.find("file not found") != std::string::npos) return "missing-header";
  return unit.message.starts_with("the module '") ? "missing-module" : "parse-error";
}

/// Relative to the root like everything else, so that reports of two checkouts are equal.
std::string without_root(std::string text, const std::string& root) {
  for (auto at = text.find(root + '/'); at != std::string::npos; at = text.find(root + '/')) {
    text.erase(at, root.size() + 1);
  }
  return text;
}

std::string relative(const std::string& path, const std::string& root) {
  const bool inside = path.size() > root.size() && path.starts_with(root) && path[root.size()] == '/';
  return inside ? path.substr(root.size() + 1) : path;
}

Problem problem_of(const Unit& unit, const std::string& root) {
  const auto kind = kind_of(unit);
  auto message = without_root(unit.message, root);
  // What extraction has given advice about needs no other.
  if (kind == "missing-header" && unit.message.ends_with("file not found")) {
    message += "; a header that the build generates exists once the build has run";
  }
  if (unit.status == UnitStatus::errors) message += " (what could be recovered was analysed)";
  return {std::string(kind), relative(unit.main_file, root), message};
}

Problem comment_problem(const Program& program, std::uint32_t suppression, const char* kind, const char* text) {
  const auto place = place_of(program, program.suppressions[suppression].location);
  return {kind, place.file, "line " + std::to_string(place.line) + text};
}

bool fails(const Finding& finding, const Program& program, const Suppressions& suppressions,
           const JudgeOptions& options) {
  const auto& file = finding.location.file;
  const auto level = suppressions.fail_on(file.starts_with('/') ? file : program.root + '/' + file, options.fail_on);
  return level && finding.confidence == Confidence::definite && finding.severity >= *level;
}

/// The contexts with the worst findings.
std::vector<SlowContext> slowest(const std::vector<const Finding*>& live) {
  std::map<std::pair<std::string, Place>, SlowContext> slow;
  for (const auto* finding : live) {
    if (finding->context.kind == "none") continue;
    auto& context = slow[{finding->context.function, finding->context.location}];
    context.function = finding->context.function;
    context.location = finding->context.location;
    ++context.findings;
    context.worst = std::max(context.worst, finding->cost);
  }
  std::vector<SlowContext> sorted;
  for (auto& [key, context] : slow) sorted.push_back(std::move(context));
  std::sort(sorted.begin(), sorted.end(), [](const SlowContext& a, const SlowContext& b) {
    return std::tie(b.worst, b.findings, a.function, a.location) <
           std::tie(a.worst, a.findings, b.function, b.location);
  });
  if (sorted.size() > slowest_contexts) sorted.resize(slowest_contexts);
  return sorted;
}

}  // namespace

std::vector<Problem> problems_of(const Program& program, const Suppressions& suppressions,
                                 const JudgeOptions& options) {
  auto problems = options.problems;
  for (const auto& unit : program.units) {
    if (unit.status != UnitStatus::ok) problems.push_back(problem_of(unit, program.root));
  }
  for (const auto index : suppressions.unused()) {
    problems.push_back(comment_problem(program, index, "unused-suppression", ": this NOLINT comment hides nothing"));
  }
  for (const auto index : suppressions.without_reason()) {
    problems.push_back(comment_problem(program, index, "suppression-without-reason",
                                       ": this NOLINT comment hides nothing, since it gives no reason after a colon"));
  }
  if (options.problem_files) {
    std::erase_if(problems, [&](const Problem& problem) { return !options.problem_files->contains(problem.file); });
  }
  std::sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.kind, a.message) < std::tie(b.file, b.kind, b.message);
  });
  return problems;
}

Summary summarise(const Program& program, const Labels& labels, const Suppressions& suppressions,
                  const JudgeOptions& options, const std::vector<Finding>& findings) {
  Summary summary;
  summary.translation_units = program.units.size();
  for (const auto& unit : program.units) summary.failed += unit.status != UnitStatus::ok;
  summary.functions = static_cast<std::uint64_t>(
      std::count_if(program.functions.begin(), program.functions.end(),
                    [](const Function& f) { return f.body != npos && (f.flags & (fn_variable | fn_reference)) == 0; }));
  std::set<FunctionIndex> contexts;
  for (const auto& root : labels.roots) contexts.insert(root.function);
  summary.contexts = contexts.size();
  std::vector<const Finding*> live;
  for (const auto& finding : findings) {
    if (!finding.suppressed.empty()) {
      ++summary.suppressed;
    } else if (finding.state != State::unchanged) {
      live.push_back(&finding);
    }
  }
  summary.findings = live.size();
  for (const auto* finding : live) {
    ++summary.by_category[finding->category];
    ++summary.by_severity[finding->severity];
    summary.failing += fails(*finding, program, suppressions, options) ? 1 : 0;
  }
  summary.slowest = slowest(live);
  return summary;
}

std::vector<RuleText> rule_texts(const RuleSet& rules, const Policy& policy, const std::vector<Finding>& findings) {
  std::map<std::string, RuleText> texts;
  for (const auto& finding : findings) {
    auto& text = texts[finding.rule];
    if (!text.id.empty()) continue;
    text.id = finding.rule;
    text.category = finding.category;
    text.severity = finding.severity;
    text.title = title_of(finding.category);
    text.why = finding.why;
    text.fix = finding.fix;
  }
  for (const auto& rule : rules.blocking) {
    const auto known = texts.find(rule.id);
    if (known == texts.end()) continue;
    const auto& pack = rules.packs[rule.origin.pack];
    known->second.title = std::string(title_of(rule.category)) + " (" + pack.title + ")";
    known->second.severity = severity_of(rule.cost);
  }
  std::vector<RuleText> sorted;
  for (auto& [id, text] : texts) {
    const auto* setting = find_setting(policy.rules, id);
    if (setting != nullptr && setting->severity) text.severity = *setting->severity;
    sorted.push_back(std::move(text));
  }
  return sorted;
}

}  // namespace stallhound::analysis
