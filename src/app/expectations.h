// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Comments in test cases that say what a scan must find: `// expect: sleep via session > nap > usleep`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stallhound/report.h"

namespace stallhound {

struct Expectation {
  enum class Kind : std::uint8_t {
    expect,  ///< Must be found.
    missed,  ///< Ought to be found, but is not yet: a finding is a complaint.
    wrong,   ///< Ought not to be found, but still is: silence is a complaint.
  };
  Kind kind = Kind::expect;
  std::string file;  ///< As in the report.
  unsigned line = 0;
  Category category = Category::sleep;
  std::vector<std::string> via;  ///< Bare names from the context to the blocking function; empty: any way.
};

/// The expectations in a file's text; comments that cannot be understood are mistakes.
std::vector<Expectation> read_expectations(const std::string& file, const std::string& text, Diagnostics& mistakes);

/// Lines about everything that differs: "port.c:7: expected sleep, found nothing". Findings without an expectation are
/// among them.
std::vector<std::string> compare(const std::vector<Expectation>& expectations, const std::vector<Finding>& findings);

}  // namespace stallhound
