// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Baseline: the findings that a project knows and has accepted for now.
//
// It knows a finding by rule, call, function and contexts. Lines and files are no part of it, so that moved code and
// renamed files change nothing; equal entries stand for that many findings.
#pragma once

#include <string>
#include <vector>

namespace stallhound {

/// A finding as the baseline knows it. Names are for people, as reports show them.
struct BaselineEntry {
  std::string rule;                   ///< "sleep/posix"
  std::string call;                   ///< The blocking function: "usleep".
  std::string function;               ///< The function that makes the call: "helper()".
  std::vector<std::string> contexts;  ///< Loop code that reaches the call; sorted, a name once per context.
  bool operator==(const BaselineEntry&) const = default;
  auto operator<=>(const BaselineEntry&) const = default;
};

struct Baseline {
  std::string file;  ///< As the user named it.
  std::vector<BaselineEntry> entries;
};

}  // namespace stallhound
