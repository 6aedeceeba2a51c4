// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Markdown: a summary for a pull request, in the dialect that GitHub and GitLab share.
#include <fmt/format.h>

#include "render/common.h"
#include "render/render.h"

namespace stallhound {
namespace {

constexpr std::size_t table_rows = 50;
constexpr std::size_t reserve = 200;  ///< For the lines that say what was left out.

/// Text that shows as it is: no emphasis, link, mention, reference to an issue, or HTML.
std::string escape(std::string_view raw) {
  std::string spaced(raw);
  for (char& c : spaced) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  std::string result;
  for (const char c : render::printable(spaced)) {
    if (std::string_view("\\`*_[]~").find(c) != std::string_view::npos) {
      result += '\\';
      result += c;
    } else if (std::string_view("<>&@#|$").find(c) != std::string_view::npos) {
      result += fmt::format("&#{};", static_cast<int>(c));
    } else {
      result += c;
    }
  }
  return result;
}

std::string row(const Finding& finding) {
  const std::string sure =
      finding.confidence == Confidence::definite ? "" : fmt::format(" ({})", to_string(finding.confidence));
  Place place = finding.location;
  place.column = 0;
  return fmt::format("| {}{} | {} | {} | {} |\n", to_string(finding.severity), sure, escape(render::to_text(place)),
                     escape(finding.message), escape(render::describe(finding.context)));
}

/// Folded, so that the table stays in sight.
std::string details(const Finding& finding) {
  std::string text = fmt::format("<details><summary>{}: {}</summary>\n\n", escape(render::to_text(finding.location)),
                                 escape(finding.message));
  text += fmt::format("- {}\n", escape(render::describe(finding.context)));
  for (std::size_t i = 0; i < finding.path.size(); ++i) {
    text += fmt::format("- {}: {}\n", escape(render::to_text(finding.path[i].location)),
                        escape(render::describe_step(finding, i)));
  }
  text += fmt::format("\nRule: {}\n", escape(finding.rule));
  if (!finding.why.empty()) text += fmt::format("\nWhy: {}\n", escape(finding.why));
  if (!finding.fix.empty()) text += fmt::format("\nFix: {}\n", escape(finding.fix));
  return text + "\n</details>\n";
}

}  // namespace

std::string render_markdown(const Report& report, std::size_t bytes) {
  const auto open = render::open_by_importance(report);
  std::string out = fmt::format("## stallhound\n\n{}.\n", escape(render::headline(report)));
  const std::string verdict =
      fmt::format("\n**{}**: {}\n", render::heading_of(report.verdict.outcome), escape(report.verdict.why));
  const std::size_t kept = reserve + verdict.size();
  const std::size_t room = bytes > kept ? bytes - kept : 0;

  std::size_t rows = 0;
  if (!open.empty()) {
    out += "\n| severity | place | call | loop code |\n|---|---|---|---|\n";
    for (; rows < open.size() && rows < table_rows; ++rows) {
      const std::string line = row(report.findings[open[rows]]);
      if (out.size() + line.size() > room) break;
      out += line;
    }
    if (rows < open.size())
      out += fmt::format("\n... and {} not listed here.\n", render::count_of(open.size() - rows, "finding"));
    out += '\n';
  }
  std::size_t told = 0;
  for (; told < rows; ++told) {
    const std::string text = details(report.findings[open[told]]);
    if (out.size() + text.size() > room) break;
    out += text;
  }
  if (told < rows) out += fmt::format("\nThe paths of {} are left out.\n", render::count_of(rows - told, "finding"));
  return out + verdict;
}

}  // namespace stallhound
