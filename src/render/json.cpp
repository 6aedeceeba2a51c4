// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// JSON: the report for other programs. Keys and their order are a contract (docs/formats.md); new keys may be added,
// none may change its meaning without a new "version".
#include <nlohmann/json.hpp>

#include "render/common.h"
#include "render/render.h"

namespace stallhound {
namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 1;

Json to_json(const Place& place) { return {{"file", place.file}, {"line", place.line}, {"column", place.column}}; }

Json to_json(const ContextInfo& context) {
  return {{"kind", context.kind},
          {"framework", context.framework},
          {"function", context.function},
          {"location", to_json(context.location)}};
}

Json to_json(const SuppressionInfo& suppression) {
  return {{"kind", suppression.kind},
          {"file", suppression.location.file},
          {"line", suppression.location.line},
          {"column", suppression.location.column},
          {"reason", suppression.reason}};
}

Json to_json(const Summary& summary) {
  Json by_category = Json::object();
  for (const auto& [category, count] : summary.by_category) {
    if (count != 0) by_category[std::string(to_string(category))] = count;
  }
  // All three, worst first, so that a script can read a count without asking whether it is there.
  Json by_severity = Json::object();
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const auto found = summary.by_severity.find(severity);
    by_severity[std::string(to_string(severity))] = found == summary.by_severity.end() ? 0 : found->second;
  }
  return {{"translation_units", summary.translation_units},
          {"failed", summary.failed},
          {"contexts", summary.contexts},
          {"findings", summary.findings},
          {"by_category", std::move(by_category)},
          {"by_severity", std::move(by_severity)},
          {"suppressed", summary.suppressed},
          {"functions", summary.functions}};
}

Json to_json(const Verdict& verdict) { return {{"result", to_string(verdict.outcome)}, {"why", verdict.why}}; }

Json to_json(const Finding& finding) {
  Json more_contexts = Json::array();
  for (const ContextInfo& context : finding.more_contexts) more_contexts.push_back(to_json(context));
  Json path = Json::array();
  for (const PathStep& step : finding.path) {
    path.push_back({{"function", step.function}, {"location", to_json(step.location)}, {"via", step.via}});
    if (step.left_out != 0) path.back()["left_out"] = step.left_out;
  }
  const PathStep* step = render::boundary_of(finding);
  Json boundary = step == nullptr ? Json() : Json{{"function", step->function}, {"location", to_json(step->location)}};
  Json because = Json::array();
  for (const auto& reason : finding.because) because.push_back(row_of(reason.reason).id);
  Json new_contexts = finding.new_contexts;
  Json suppressed = finding.suppressed.empty() ? Json() : to_json(finding.suppressed.front());
  Json json = {{"rule", finding.rule},
               {"category", to_string(finding.category)},
               {"severity", to_string(finding.severity)},
               {"priority", render::priority_of(finding.severity)},
               {"confidence", to_string(finding.confidence)},
               {"message", finding.message},
               {"location", to_json(finding.location)},
               {"call", finding.call},
               {"function", finding.function},
               {"cost", to_string(finding.cost)},
               {"because", std::move(because)},
               {"in_loop", finding.in_loop},
               {"context", to_json(finding.context)},
               {"more_contexts", std::move(more_contexts)},
               {"path", std::move(path)},
               {"boundary", std::move(boundary)},
               {"fix", finding.fix},
               {"fingerprint", finding.fingerprint},
               {"state", to_string(finding.state)},
               {"suppressed", std::move(suppressed)}};
  if (finding.state == State::updated) json["new_contexts"] = std::move(new_contexts);
  return json;
}

Json to_json(const BaselineSummary& baseline) {
  Json fixed = Json::array();
  for (const BaselineEntry& entry : baseline.fixed) {
    fixed.push_back(
        {{"rule", entry.rule}, {"call", entry.call}, {"function", entry.function}, {"contexts", Json(entry.contexts)}});
  }
  return {{"file", baseline.file},       {"new", baseline.fresh},     {"unchanged", baseline.unchanged},
          {"updated", baseline.updated}, {"fixed", std::move(fixed)}, {"complete", baseline.complete}};
}

Json to_json(const Unresolved& unresolved) {
  Json unknown = Json::array();
  for (const UnknownFunction& function : unresolved.unknown) {
    unknown.push_back({{"function", function.name}, {"calls", function.calls}, {"contexts", function.contexts}});
  }
  return {{"indirect_calls", unresolved.indirect_calls},
          {"missing_bodies", unresolved.missing_bodies},
          {"failed_units", unresolved.failed_units},
          {"unknown_functions", std::move(unknown)}};
}

}  // namespace

std::string render_json(const Report& report) {
  Json findings = Json::array();
  for (const Finding& finding : report.findings) findings.push_back(to_json(finding));
  Json problems = Json::array();
  for (const Problem& problem : report.problems) {
    problems.push_back({{"kind", problem.kind}, {"file", problem.file}, {"message", problem.message}});
  }
  Json document = {{"version", format_version},
                   {"tool", {{"name", "stallhound"}, {"version", report.tool_version}}},
                   {"summary", to_json(report.summary)},
                   {"verdict", to_json(report.verdict)},
                   {"findings", std::move(findings)},
                   {"problems", std::move(problems)},
                   {"unresolved", to_json(report.unresolved)}};
  if (report.changes) {
    document["changes"] = {
        {"since", report.changes->since}, {"files", report.changes->files}, {"units", report.changes->units}};
  }
  if (report.baseline) document["baseline"] = to_json(*report.baseline);
  // File names and source text need not be UTF-8; a report with a replaced character is better than none.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace stallhound
