// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The analysis of a program: link, classify, solve, judge. Every command, the benchmark and the tests get their results
// from here; tests/layers.py fails if a second place calls the phases in a row.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stallhound/phases.h"

namespace stallhound {

/// The state of the project that `--changed` compares with.
struct FormerState {
  std::function<Landmarks()> landmarks;  ///< Empty: no unit read a changed file, so that both states are one.
  ChangedLines changed;
};

struct AnalysisInput {
  std::vector<TuFacts> units;
  std::string root;  ///< Absolute; file names in the report are relative to it.
  const RuleSet& rules;
  JudgeOptions options{};
  std::optional<FormerState> former{};
  /// Problems that are known besides those of the units; asked when the program is linked. May be empty.
  std::function<std::vector<Problem>(const Program&)> further_problems{};
};

/// What the phases make of some units. Nothing in it changes afterwards.
struct Analysis {
  Program program;
  Labels labels;
  Witness witness;
  Report report;  ///< With its verdict.
};

/// Called with a phase's name when it is done.
using PhaseObserver = std::function<void(std::string_view phase)>;

Analysis analyse(AnalysisInput input, const PhaseObserver& done = {});

/// What a later state of the project is compared with.
Landmarks landmarks_of(const Analysis& analysis, const RuleSet& rules);

}  // namespace stallhound
