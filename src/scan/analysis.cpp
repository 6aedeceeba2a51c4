// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Read this file as a table of contents: an analysis is these phases in this order.
#include "scan/analysis.h"

namespace stallhound {
namespace {

/// What is new compared with the former state.
Novelty novelty_of(const FormerState& former, const Analysis& now, const RuleSet& rules) {
  const auto before = former.landmarks ? former.landmarks() : survey(now.program, rules, now.labels, now.witness, {});
  return find_novelty(before, now.program, rules, now.labels, now.witness, former.changed);
}

}  // namespace

Analysis analyse(AnalysisInput input, const PhaseObserver& observer) {
  const auto done = [&observer](std::string_view phase) {
    if (observer) observer(phase);
  };
  Analysis now;
  now.program = link(std::move(input.units), input.root);
  // The program is frozen; rules meet it only in classify.
  done("link");
  now.labels = classify(now.program, input.rules, input.options.analyze);
  done("classify");
  now.witness = solve(now.program, now.labels);
  // All that follows is policy: what of this is told, and how the scan ends.
  done("solve");
  auto& options = input.options;
  std::optional<Novelty> novelty;
  if (input.former) {
    novelty = novelty_of(*input.former, now, input.rules);
    options.novelty = &*novelty;
    options.partial = true;
    done("compare");
  }
  if (input.further_problems) {
    const auto further = input.further_problems(now.program);
    options.problems.insert(options.problems.end(), further.begin(), further.end());
  }
  now.report = judge(now.program, input.rules, now.labels, now.witness, options);
  done("judge");
  return now;
}

Landmarks landmarks_of(const Analysis& analysis, const RuleSet& rules) {
  return survey(analysis.program, rules, analysis.labels, analysis.witness, analysis.report);
}

}  // namespace stallhound
