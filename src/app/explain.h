// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Why something is reported, and why something is not.
#pragma once

#include <ostream>
#include <string>

#include "stallhound/phases.h"

namespace stallhound {

/// What explain and why-not read: the results of all phases, and what they were told.
struct Reasoning {
  const Program& program;
  const RuleSet& rules;
  const Labels& labels;
  const Witness& witness;
  const Report& report;
  const AnalyzeOptions& options;
};

/// Prints the reasoning behind the findings whose fingerprint begins with `fingerprint`. Exit code 2 if there is none.
int explain_finding(const Reasoning& analysis, const std::string& fingerprint, std::ostream& out, std::ostream& err);

/// Prints, for each call at FILE:LINE, why it is reported or not. Exit code 2 if the place has no call.
int explain_silence(const Reasoning& analysis, const std::string& place, const std::string& directory,
                    std::ostream& out, std::ostream& err);

}  // namespace stallhound
