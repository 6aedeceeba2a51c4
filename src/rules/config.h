// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A project's configuration, .stallhound.json (docs/configuration.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/located_json.h"
#include "rules/reader.h"
#include "stallhound/policy.h"
#include "stallhound/rules.h"

namespace stallhound {

/// A path as it is written in a configuration: relative to its folder.
struct PlacedPath {
  std::string path;
  TextPlace place;
};

struct Config {
  std::string file;    ///< As messages name it.
  std::string folder;  ///< Absolute; paths in the configuration begin here.
  std::optional<PlacedPath> build;
  std::optional<PlacedPath> baseline;
  std::vector<PlacedPath> roots;
  std::vector<PlacedPath> packs;
  std::vector<std::string> exclude;  ///< Patterns.
  unsigned exclude_line = 0;
  std::vector<std::string> walk;
  std::optional<FailLevel> fail_on;
  std::optional<Confidence> confidence;
  std::optional<std::uint32_t> max_unresolved;
  std::optional<bool> require_reason;
  std::optional<bool> pedantic;
  Policy policy;
  JsonNode declared;                  ///< What is declared about the project's own code, in the form of a pack.
  std::vector<PlacedName> functions;  ///< Names of functions in `declared`, to tell which ones do not exist.
  JsonNode written;                   ///< The whole file, for `stallhound config`.
};

/// The pack id of what a configuration declares; also the source of its rule ids: "network/project".
inline constexpr std::string_view project_pack = "project";

/// Reads a configuration. All mistakes are reported at once.
Result<Config> read_config(const std::string& file, const std::string& folder, std::string_view text);

/// Adds what the configuration declares to the packs, and tells mistakes in its rule settings, for which the packs have
/// to be known.
Diagnostics add_declared(const Config& config, RuleSet& rules);

/// Declared functions, by their names in the configuration, that none of `known` fits; with the nearest known name.
Diagnostics unknown_functions(const Config& config, const std::vector<std::string_view>& known);

/// All rule ids that findings can have, sorted.
std::vector<std::string> rule_ids(const RuleSet& rules);

}  // namespace stallhound
