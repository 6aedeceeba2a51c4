// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What several formats share: the words for contexts and path steps, columns in source lines, URIs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stallhound/report.h"

namespace stallhound::render {

/// "P0", "P1", "P2".
std::string_view priority_of(Severity severity);

/// "1 finding", "12 findings".
std::string count_of(std::uint64_t number, std::string_view noun);

/// Whether a finding is still to be dealt with: neither suppressed nor known to the baseline as it is.
bool is_open(const Finding& finding);

/// Indices of all findings, what matters most first: open ones, then known, then suppressed ones; among these the
/// severe ones, then the certain ones. Equal ones keep their order.
std::vector<std::size_t> by_importance(const Report& report);

/// Those of by_importance() that are open.
std::vector<std::size_t> open_by_importance(const Report& report);

/// "3 findings (1 error, 2 warnings) in 12 translation units; 4 in the baseline": the outcome in one line.
std::string headline(const Report& report);

/// "PASS", "FAIL", "NOT JUDGED": how reports for people say it.
std::string_view heading_of(Outcome outcome);

/// "src/a.cpp:7:3", leaving out what is not known.
std::string to_text(const Place& place);

/// Why the function is loop code: "'session()' is a coroutine on asio". One clause, no period.
/// `registered` is the text for the place of registration; empty leaves it out.
std::string describe(const ContextInfo& context, std::string_view registered = {});

/// What happens at step `index` of the path: "'session()' calls 'load()'". The last step makes the blocking call.
std::string describe_step(const Finding& finding, std::size_t index);

/// The step at which an offload belongs; null only for a finding without a path.
const PathStep* boundary_of(const Finding& finding);

/// One character of UTF-8 text; an invalid byte counts as one character, U+FFFD.
struct Character {
  char32_t value = 0;
  std::size_t bytes = 0;
};
Character character_at(std::string_view text, std::size_t position);

/// Columns that a character takes on a terminal: 0 (combining), 1, or 2 (East Asian wide, emoji).
unsigned width_of(char32_t character);
std::size_t display_width(std::string_view text);

/// The text as it may go to a terminal: control characters and invalid UTF-8 become U+FFFD.
std::string printable(std::string_view text);

/// Bytes of the (possibly qualified) name that starts at a byte column of a source line; at least 1 inside the line.
std::size_t name_length(std::string_view line, std::uint32_t column);

/// A source line as it stands on the screen, and where a byte column of it ended up.
struct SourceLine {
  std::string text;
  std::size_t caret = 0;
  std::size_t marked = 1;  ///< Columns of the name under the caret.
};

/// Expands tabs and keeps at most `width` columns (0: all) around the byte column, which must be at least 1.
SourceLine lay_out(std::string_view line, std::uint32_t column, std::size_t width);

/// A byte column (from 1) as a column in UTF-16 code units (from 1). An empty line gives the column back.
std::uint32_t utf16_column(std::string_view line, std::uint32_t column);

/// A file name as a URI reference: relative names stay relative, absolute ones get "file://".
std::string to_uri(std::string_view file);
bool is_absolute(std::string_view file);

}  // namespace stallhound::render
