// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// GitLab's Code Quality report. GitLab compares the fingerprints with those of the target branch, so a finding that
// only moved is not shown as new.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "render/common.h"
#include "render/render.h"

namespace stallhound {
namespace {

using Json = nlohmann::ordered_json;

/// GitLab's scale is info, minor, major, critical, blocker.
std::string_view severity_of(const Finding& finding) {
  switch (finding.severity) {
    case Severity::error:
      return "critical";
    case Severity::warning:
      return "major";
    case Severity::note:
      return "minor";
  }
  return "minor";
}

std::string body_of(const Finding& finding) {
  std::string body = render::describe(finding.context) + ".\n\n";
  for (std::size_t i = 0; i < finding.path.size(); ++i) {
    body += fmt::format("- {}: {}\n", render::to_text(finding.path[i].location), render::describe_step(finding, i));
  }
  if (!finding.why.empty()) body += fmt::format("\nWhy: {}\n", finding.why);
  if (!finding.fix.empty()) body += fmt::format("\nFix: {}\n", finding.fix);
  return body;
}

Json to_json(const Finding& finding) {
  // One line is the least that GitLab takes.
  const Json location = {{"path", finding.location.file},
                         {"lines", {{"begin", std::max<std::uint32_t>(finding.location.line, 1)}}}};
  const std::string description = fmt::format("{}: {}", finding.message, render::describe(finding.context));
  return {{"type", "issue"},
          {"check_name", finding.rule},
          {"description", description},
          {"content", {{"body", body_of(finding)}}},
          {"categories", {"Performance"}},
          {"severity", severity_of(finding)},
          {"fingerprint", finding.fingerprint},
          {"location", location}};
}

}  // namespace

std::string render_gitlab(const Report& report) {
  Json issues = Json::array();
  for (const Finding& finding : report.findings) {
    if (render::is_open(finding)) issues.push_back(to_json(finding));
  }
  return issues.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace stallhound
