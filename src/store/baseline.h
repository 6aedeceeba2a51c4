// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text form of a baseline: a header, then one line per finding, sorted, fields between bars:
//
//   # stallhound baseline 1
//   sleep/posix | usleep | helper() | on_timer() | session()
//
// Rule, call, function, then the contexts. A line is the unit in which version control merges.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "stallhound/baseline.h"

namespace stallhound {

/// Reads a baseline. Lines may stand in any order, as merges leave them; empty ones and comments (#) are skipped. All
/// damaged lines are reported at once; `file` is the name that messages give it.
Result<Baseline> parse_baseline(const std::string& file, std::string_view text);

/// Writes entries in any order as a sorted file.
std::string format_baseline(std::vector<BaselineEntry> entries);

/// Whether a file begins like a baseline, of this or another version.
bool is_baseline(std::string_view text);

}  // namespace stallhound
