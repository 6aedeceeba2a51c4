// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Renderers: a report as text for people and as JSON or SARIF for tools. Pure functions of the report: no clock, no
// environment, no file is read, so that equal reports give equal bytes.
#pragma once

#include <string>

#include "stallhound/report.h"

namespace stallhound {

struct TextStyle {
  bool color = false;
  unsigned width = 100;  ///< Columns to wrap prose at; 0: never wrap.
};

std::string render_text(const Report& report, const TextStyle& style);
std::string render_json(const Report& report);
std::string render_sarif(const Report& report);

}  // namespace stallhound
