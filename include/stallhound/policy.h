// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Policy: what a project's configuration says about its findings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stallhound/rules.h"

namespace stallhound {

/// What is said about a category ("sleep") or a rule ("sleep/posix").
struct RuleSetting {
  std::string name;
  bool on = true;
  std::optional<Severity> severity;  ///< Instead of the one that the cost gives.
  unsigned line = 0;                 ///< In the configuration.
  unsigned column = 0;
};

/// The lowest severity that fails a scan; nothing: none does.
using FailLevel = std::optional<Severity>;
std::string_view to_string(FailLevel);  ///< "note", "warning", "error", "never".
/// Nothing for a word that is no level.
std::optional<FailLevel> parse_fail_level(std::string_view);

/// What is said about some folders.
struct Section {
  std::vector<std::string> paths;  ///< Patterns (base/path_patterns.h).
  std::vector<RuleSetting> rules;
  std::optional<FailLevel> fail_on;
  unsigned line = 0;  ///< In the configuration.
};

struct Policy {
  std::string file;                ///< The configuration, as reports name it.
  std::string folder;              ///< Absolute; patterns begin here.
  std::vector<std::string> tests;  ///< Patterns of files in which blocking is accepted.
  unsigned tests_line = 0;
  std::vector<RuleSetting> rules;
  std::vector<Section> sections;  ///< Later ones win.
  /// Rules that only sections turn on.
  std::vector<std::string> off_elsewhere;
};

/// The setting about a rule itself, else the one about its category, or null. A list has each name once.
const RuleSetting* find_setting(const std::vector<RuleSetting>& settings, std::string_view rule);

}  // namespace stallhound
