// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// HTML: one page that can be kept as an artifact and opened from a disk. It has no script, and its policy forbids the
// browser to load anything, so that nothing in a scanned project can make the page do more than show text.
#include <fmt/format.h>

#include <map>

#include "render/common.h"
#include "render/render.h"

namespace stallhound {
namespace {

constexpr const char* head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>stallhound report</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { overflow-x: auto; padding: 0.5rem; border: 1px solid #8886; margin: 0.25rem 0; }
table { border-collapse: collapse; }
th, td { border: 1px solid #8886; padding: 0.2rem 0.6rem; text-align: left; }
details { border: 1px solid #8886; border-left-width: 0.4rem; margin: 0.5rem 0; padding: 0.4rem 0.8rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.error { border-left-color: #c33; }
.warning { border-left-color: #c80; }
.note { border-left-color: #37a; }
.place { opacity: 0.75; }
</style>
</head>
<body>
)";

std::string escape(std::string_view raw) {
  std::string spaced(raw);
  for (char& c : spaced) {
    if (c == '\t') c = ' ';
  }
  std::string result;
  for (const char c : render::printable(spaced)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string step(const Place& place, const std::string& text, const std::string& snippet) {
  std::string item =
      fmt::format("<li>{} <code class=\"place\">{}</code>", escape(text), escape(render::to_text(place)));
  if (!snippet.empty()) item += fmt::format("<pre>{}</pre>", escape(snippet));
  return item + "</li>\n";
}

std::string block(const Finding& finding, bool open) {
  const std::string_view severity = to_string(finding.severity);
  std::string out = fmt::format(
      "<details class=\"{0}\"{1}>\n<summary><b>{0}</b> {2} <code class=\"place\">{3}</code></summary>\n<ol>\n",
      severity, open ? " open" : "", escape(finding.message), escape(render::to_text(finding.location)));
  out += step(finding.context.location, render::describe(finding.context), "");
  for (std::size_t i = 0; i < finding.path.size(); ++i) {
    out += step(finding.path[i].location, render::describe_step(finding, i), finding.path[i].snippet);
  }
  out += "</ol>\n";
  const auto remark = [&](std::string_view label, std::string_view text) {
    if (!text.empty()) out += fmt::format("<p><b>{}:</b> {}</p>\n", label, escape(text));
  };
  remark("Why", finding.why);
  remark("Fix", finding.fix);
  if (finding.more_contexts_count != 0) {
    remark("Also",
           fmt::format("{} of loop code reach the call", render::count_of(finding.more_contexts_count, "more place")));
  }
  for (const SuppressionInfo& info : finding.suppressed) {
    remark("Suppressed", fmt::format("{} {}", render::to_text(info.location), info.reason));
  }
  out += fmt::format("<p>rule <code>{}</code>, confidence {}, cost {}, fingerprint <code>{}</code></p>\n</details>\n",
                     escape(finding.rule), to_string(finding.confidence), to_string(finding.cost),
                     escape(finding.fingerprint));
  return out;
}

std::string table(const Report& report) {
  std::map<Category, std::map<Severity, std::uint64_t>> counts;
  for (const Finding& finding : report.findings) {
    if (render::is_open(finding)) ++counts[finding.category][finding.severity];
  }
  if (counts.empty()) return "";
  std::string out = "<table>\n<tr><th>category</th><th>errors</th><th>warnings</th><th>notes</th></tr>\n";
  for (auto& [category, row] : counts) {
    out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", escape(to_string(category)),
                       row[Severity::error], row[Severity::warning], row[Severity::note]);
  }
  return out + "</table>\n";
}

}  // namespace

std::string render_html(const Report& report) {
  std::string out = head;
  out += fmt::format("<h1>stallhound</h1>\n<p>{}.</p>\n", escape(render::headline(report))) + table(report);

  std::string known;
  std::string suppressed;
  std::size_t shown = 0;
  constexpr std::size_t unfolded = 5;
  for (const std::size_t index : render::by_importance(report)) {
    const Finding& finding = report.findings[index];
    if (!finding.suppressed.empty()) {
      suppressed += block(finding, false);
    } else if (finding.state == State::unchanged) {
      known += block(finding, false);
    } else {
      if (shown == 0) out += "<h2>Findings</h2>\n";
      out += block(finding, shown++ < unfolded);
    }
  }
  if (!known.empty()) out += "<h2>In the baseline</h2>\n" + known;
  if (!suppressed.empty()) out += "<h2>Suppressed</h2>\n" + suppressed;

  if (!report.problems.empty()) {
    out += "<h2>Problems</h2>\n<ul>\n";
    for (const Problem& problem : report.problems) {
      out += fmt::format("<li><code>{}</code> {}: {}</li>\n", escape(problem.file), escape(problem.kind),
                         escape(problem.message));
    }
    out += "</ul>\n";
  }
  out += fmt::format("<p class=\"place\">stallhound {}</p>\n", escape(report.tool_version));
  out += fmt::format("<p><b>{}</b>: {}</p>\n</body>\n</html>\n", render::heading_of(report.verdict.outcome),
                     escape(report.verdict.why));
  return out;
}

}  // namespace stallhound
