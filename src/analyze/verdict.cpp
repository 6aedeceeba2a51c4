// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The verdict: the one place that decides how a scan ends, and says why. It reads a finished report, so that the exit
// code, the last line of a report for people and the JSON cannot contradict each other.
#include <algorithm>
#include <string>
#include <vector>

#include "stallhound/phases.h"

namespace stallhound {
namespace {

constexpr std::size_t named = 3;

std::string count(std::uint64_t number, const std::string& noun) {
  return std::to_string(number) + ' ' + noun + (number == 1 ? "" : "s");
}

/// Whether a problem kept a part of the project from being analysed. The others are about comments and settings.
bool is_gap(const Problem& problem) {
  return !problem.kind.starts_with("unused-") && !problem.kind.starts_with("suppression-");
}

std::string level(const Report& report) {
  const std::string general(to_string(report.fail_level));
  return report.own_fail_levels ? "the level that fails (" + general + ", or what a section says)" : general;
}

/// "1 unit could not be analysed: a.c:1:10: 'none.h' file not found", "4 units could not be analysed: a.c, b.c, c.c and
/// 1 other".
std::string describe(const std::vector<const Problem*>& gaps) {
  std::string text = count(gaps.size(), "unit") + " could not be analysed: ";
  if (gaps.size() == 1) {
    const auto& [kind, file, message] = *gaps.front();
    const auto first_line = message.substr(0, message.find('\n'));
    return text + (message.starts_with(file) ? "" : file + ": ") + first_line;
  }
  std::vector<std::string> files;
  for (const auto* gap : gaps) files.push_back(gap->file);
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  for (std::size_t i = 0; i < files.size() && i < named; ++i) text += (i == 0 ? "" : ", ") + files[i];
  if (files.size() > named) text += " and " + count(files.size() - named, "other");
  return text;
}

std::string why_passed(const Report& report) {
  const auto& summary = report.summary;
  if (summary.findings == 0) {
    const bool known = report.baseline && report.baseline->unchanged != 0;
    return known ? "no finding that the baseline does not know" : "no findings";
  }
  const auto findings = count(summary.findings, "finding");
  if (!report.fail_level && !report.own_fail_levels) return findings + ", but none fails (--fail-on never)";
  return findings + ", but none is definite and at or above " + level(report);
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "fail";
    case Outcome::not_judged:
      return "not-judged";
  }
  return "?";
}

Verdict decide(const Report& report, std::optional<std::uint64_t> max_unresolved) {
  const auto unresolved = report.unresolved.indirect_calls + report.unresolved.missing_bodies;
  std::string why;
  if (report.summary.failing != 0) {
    why = count(report.summary.failing, "definite finding") + " at or above " + level(report);
  }
  if (max_unresolved && unresolved > *max_unresolved) {
    why += (why.empty() ? "" : "; ") + std::to_string(unresolved) +
           " calls in loop code cannot be resolved, --max-unresolved allows " + std::to_string(*max_unresolved);
  }
  if (!why.empty()) return {Outcome::fail, 1, why};
  std::vector<const Problem*> gaps;
  for (const auto& problem : report.problems) {
    if (is_gap(problem)) gaps.push_back(&problem);
  }
  if (!gaps.empty()) return {Outcome::not_judged, 3, describe(gaps)};
  return {Outcome::pass, 0, why_passed(report)};
}

}  // namespace stallhound
