// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a report says beside its verdicts, and what only rules and program together tell.
#pragma once

#include <string>
#include <vector>

#include "stallhound/program.h"
#include "stallhound/report.h"

namespace stallhound {

/// The rule by which a finding's call blocks; null for misuse, and for functions that are declared blocking.
const BlockingRule* blocking_rule(const Program& program, const RuleSet& rules, const Labels& labels,
                                  const Finding& finding);

/// Fills Finding::raised and Report::modelled. `walk` is what classify was told.
void add_remarks(Report& report, const Program& program, const RuleSet& rules, const Labels& labels,
                 const std::vector<std::string>& walk);

}  // namespace stallhound
