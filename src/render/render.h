// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Renderers: a report for people (text, Markdown, HTML) and for tools (JSON, SARIF, GitHub, GitLab). Pure functions of
// the report: no clock, no environment, no file is read, so that equal reports give equal bytes.
#pragma once

#include <cstddef>
#include <string>

#include "stallhound/report.h"

namespace stallhound {

struct TextStyle {
  bool color = false;
  unsigned width = 100;  ///< Columns to wrap prose at; 0: never wrap.
};

std::string render_text(const Report& report, const TextStyle& style);
std::string render_json(const Report& report);

/// What code scanning services take. They refuse a larger file as a whole, so the least important results are left out
/// of it, and a notification counts them.
struct SarifLimits {
  std::size_t results = 25000;
  std::size_t bytes = 10'000'000;     ///< Compressed with gzip, as it is uploaded.
  std::size_t flow_locations = 1000;  ///< Per code flow: 10,000 are taken, but not more than the first 1,000 shown.
};
std::string render_sarif(const Report& report, const SarifLimits& limits = {});

/// Workflow commands, which GitHub shows as annotations of the changed lines. It takes `per_level` of each level from
/// one step; further findings are plain lines of the log.
std::string render_github(const Report& report, std::size_t per_level = 10);

/// A Code Quality report for GitLab.
std::string render_gitlab(const Report& report);

/// A summary for a pull request, at most `bytes` long (comments may have 65,536 characters).
std::string render_markdown(const Report& report, std::size_t bytes = 60000);

/// One page that needs nothing else: no script, and nothing from elsewhere.
std::string render_html(const Report& report);

}  // namespace stallhound
