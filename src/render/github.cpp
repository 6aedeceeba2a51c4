// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Workflow commands of GitHub Actions, for projects that do not upload SARIF.
#include <fmt/format.h>

#include <map>

#include "render/common.h"
#include "render/render.h"

namespace stallhound {
namespace {

/// The message of a command. Line ends would end it, and a percent sign would be taken for an escape.
std::string escape_message(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '%':
        result += "%25";
        break;
      case '\r':
        result += "%0D";
        break;
      case '\n':
        result += "%0A";
        break;
      default:
        result += c;
    }
  }
  return result;
}

/// A property of a command, in which the separators have to be escaped as well.
std::string escape_property(std::string_view text) {
  std::string result;
  for (const char c : escape_message(text)) {
    if (c == ':') {
      result += "%3A";
    } else if (c == ',') {
      result += "%2C";
    } else {
      result += c;
    }
  }
  return result;
}

/// A line of the log that the runner must not take for a command: those begin with "::" or hold "##[".
std::string plain_line(std::string_view text) {
  std::string result = "- " + render::printable(text);
  for (std::size_t at = result.find("##["); at != std::string::npos; at = result.find("##[", at))
    result.insert(at + 1, " ");
  return result + '\n';
}

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "notice";
  }
  return "notice";
}

/// The path and the fix below the message; annotations keep their line ends.
std::string text_of(const Finding& finding) {
  std::string text = finding.message + '\n' + render::describe(finding.context);
  for (std::size_t i = 0; i < finding.path.size(); ++i) {
    text += fmt::format("\n{}: {}", render::to_text(finding.path[i].location), render::describe_step(finding, i));
  }
  if (finding.confidence != Confidence::definite)
    text += fmt::format("\nconfidence: {}", to_string(finding.confidence));
  if (!finding.fix.empty()) text += "\nfix: " + finding.fix;
  return text;
}

std::string clean(std::string_view text) {
  std::string result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin != 0) result += '\n';
    result += render::printable(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

}  // namespace

std::string render_github(const Report& report, std::size_t per_level) {
  std::string out;
  std::map<Severity, std::size_t> shown;
  for (const std::size_t index : render::open_by_importance(report)) {
    const Finding& finding = report.findings[index];
    if (++shown[finding.severity] > per_level) {
      out += plain_line(fmt::format("{}: {}: {} [{}]", render::to_text(finding.location), to_string(finding.severity),
                                    finding.message, finding.rule));
      continue;
    }
    std::string place = fmt::format("file={}", escape_property(render::printable(finding.location.file)));
    if (finding.location.line != 0) place += fmt::format(",line={}", finding.location.line);
    if (finding.location.column != 0) place += fmt::format(",col={}", finding.location.column);
    out += fmt::format("::{} {},title={}::{}\n", command_of(finding.severity), place,
                       escape_property(render::printable("stallhound: " + finding.rule)),
                       escape_message(clean(text_of(finding))));
  }
  for (const Problem& problem : report.problems) {
    const std::string where = problem.file.empty() ? "" : problem.file + ": ";
    out += plain_line(fmt::format("{}{}: {}", where, problem.kind, problem.message));
  }
  return out + plain_line(render::headline(report));
}

}  // namespace stallhound
