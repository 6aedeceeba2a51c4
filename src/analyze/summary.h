// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a report says beside its findings: problems, counts, and texts about the rules that were used.
#pragma once

#include <vector>

#include "analyze/suppress.h"
#include "stallhound/phases.h"

namespace stallhound::analysis {

/// Units that were not analysed as a whole, comments that hide nothing, and what the options add; sorted by file, kind
/// and message.
std::vector<Problem> problems_of(const Program& program, const Suppressions& suppressions, const JudgeOptions& options);

/// Counts over the program and the findings.
Summary summarise(const Program& program, const Labels& labels, const Suppressions& suppressions,
                  const JudgeOptions& options, const std::vector<Finding>& findings);

/// One text for each rule that a finding names; sorted by rule.
std::vector<RuleText> rule_texts(const RuleSet& rules, const Policy& policy, const std::vector<Finding>& findings);

}  // namespace stallhound::analysis
