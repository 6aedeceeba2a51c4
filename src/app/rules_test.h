// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `stallhound rules test DIR`: test cases of one's own, for packs of one's own.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace stallhound {

/// What `rules test` was asked for.
struct RulesTest {
  std::vector<std::string> folders;  ///< Each is searched for cases: folders with sources.
  std::vector<std::string> rules;    ///< Further packs.
  std::string only;                  ///< Only cases whose name contains this.
  unsigned jobs = 0;                 ///< 0: as many as there are processors.
};

/// Scans each case and compares the findings with the comments in its sources. Returns the exit code: 0 if all cases
/// pass, 1 if one does not, 2 after a mistake in the packs, flags or comments.
int test_rules(const RulesTest& test, std::ostream& out, std::ostream& err);

}  // namespace stallhound
