// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Novelty: what a change adds to a program.
//
// Two states of a program are compared by what loop code does in them, as steps between names: a context starts at a
// function, a function calls another, a function makes a blocking call. Lines and files are no part of it, so that
// moved and reformatted code is not new; a step is new if there are more of its kind than before.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "stallhound/report.h"
#include "stallhound/rules.h"

namespace stallhound {

/// Lines that a change added or touched: first and last of each run, by absolute path.
using ChangedLines = std::map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>>;

/// What loop code does in a program, by names. Names are digests.
struct Landmarks {
  struct Step {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    Confidence confidence = Confidence::definite;
    bool last = false;  ///< `to` is a blocking call.
  };
  /// A finding as far as it can get worse without a new step.
  struct Known {
    Severity severity = Severity::note;
    std::uint32_t live = 0;
    std::uint32_t suppressed = 0;
  };
  std::vector<Step> steps;  ///< One for each place.
  /// Findings that hold whoever makes the call: function and call.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> misuses;
  std::map<std::string, Known> findings;  ///< By rule, call and function.
};

/// The name of a finding in Landmarks::findings.
std::string landmark_of(const Finding& finding);

/// Which parts of Labels are new: one flag for each element of the list of that name.
struct Novelty {
  std::vector<char> roots;
  std::vector<char> edges;
  std::vector<char> blocking;
  std::vector<char> missing;
  std::vector<char> misuses;
  std::map<std::string, Landmarks::Known> before;  ///< Landmarks::findings.
};

}  // namespace stallhound
