// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/matchers.h"

#include <algorithm>
#include <string_view>

#include "rules/suggest.h"
#include "stallhound/phases.h"

namespace stallhound {

Diagnostics check_matchers(const RuleSet& rules) {
  Diagnostics mistakes;
  for (const Probe& probe : rules.probes) {
    const auto mistake = check_matcher(probe.expression);
    if (!mistake) continue;
    const auto [line, column] = probe.places[std::min(mistake->offset, probe.places.size() - 1)];
    const std::vector<std::string_view> known(mistake->known.begin(), mistake->known.end());
    const auto near = nearest_word(mistake->word, known);
    const std::string hint = near.empty()
                                 ? "matchers are those of clang-query, such as callExpr(hasAncestor(forStmt()))"
                                 : "did you mean `" + std::string(near) + "`?";
    mistakes.push_back({rules.packs[probe.pack].file, line, column, "in the matcher: " + mistake->message, hint});
  }
  return mistakes;
}

Result<RuleSet> with_checked_matchers(Result<RuleSet> rules) {
  if (!rules) return rules;
  if (Diagnostics mistakes = check_matchers(*rules); !mistakes.empty()) return mistakes;
  return rules;
}

std::vector<std::string> probe_expressions(const RuleSet& rules) {
  std::vector<std::string> expressions;
  for (const Probe& probe : rules.probes) expressions.push_back(probe.expression);
  return expressions;
}

Diagnostics missing_probes(const RuleSet& rules, const TuFacts& unit, const std::string& shard) {
  Diagnostics mistakes;
  for (const Probe& probe : rules.probes) {
    if (std::find(unit.probes.begin(), unit.probes.end(), probe.id) != unit.probes.end()) continue;
    const auto [line, column] = probe.places.front();
    mistakes.push_back(
        {shard, 0, 0,
         "was extracted without the matcher of " + rules.packs[probe.pack].file + ':' + std::to_string(line),
         "extract again with the same --rules"});
  }
  return mistakes;
}

}  // namespace stallhound
