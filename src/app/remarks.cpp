// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/remarks.h"

#include <algorithm>

#include "app/modelled.h"
#include "app/output.h"

namespace stallhound {

const BlockingRule* blocking_rule(const Program& program, const RuleSet& rules, const Labels& labels,
                                  const Finding& finding) {
  for (const auto& call : labels.blocking) {
    const auto& place = program.bodies[program.functions[call.function].body].sites[call.site].location;
    if (place.line != finding.location.line || place.column != finding.location.column) continue;
    if (call.rule == npos || rules.blocking[call.rule].id != finding.rule) continue;
    // One place can call several functions, through a pointer.
    if (call.callee != 0 && program.functions[call.callee].name != finding.call) continue;
    if (relative_to(program.root, program.files[place.file].path) != finding.location.file) continue;
    return &rules.blocking[call.rule];
  }
  return nullptr;
}

void add_remarks(Report& report, const Program& program, const RuleSet& rules, const Labels& labels,
                 const std::vector<std::string>& walk) {
  report.modelled = modelled_code(program, rules, walk);
  for (auto& finding : report.findings) {
    finding.raised = finding.in_loop;
    // Below "unbounded" a loop always makes it a class more.
    if (!finding.in_loop || finding.cost != Cost::unbounded) continue;
    const auto* rule = blocking_rule(program, rules, labels, finding);
    finding.raised = rule != nullptr && rule->cost != Cost::unbounded;
  }
}

}  // namespace stallhound
