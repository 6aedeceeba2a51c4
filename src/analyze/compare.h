// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is new since the baseline.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "stallhound/baseline.h"
#include "stallhound/report.h"

namespace stallhound::analysis {

inline constexpr std::uint32_t no_entry = 0xffffffffU;

/// What the baseline says about one finding.
struct Comparison {
  State state = State::fresh;
  std::uint32_t entry = no_entry;         ///< Index into Baseline::entries, if the finding is known.
  std::vector<std::string> new_contexts;  ///< Names of contexts that the entry does not have; a name once for each.
};

/// Holds findings, as entries, against a baseline. An entry stands for one finding. Which of several equal findings
/// it is is told by the contexts: those that agree most belong together.
std::vector<Comparison> compare(const std::vector<BaselineEntry>& findings, const Baseline& baseline);

/// Gives the findings their states, and counts and sorts the entries into the summary, whose `complete` is set already.
/// What no analysis asked for (`is_asked_for`), or what was not analysed, is not fixed.
void apply(const Baseline& baseline, const std::vector<Finding*>& findings,
           const std::function<bool(const std::string& rule)>& is_asked_for, BaselineSummary& summary);

}  // namespace stallhound::analysis
