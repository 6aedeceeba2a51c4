// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The project's configuration and the command line together.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/options.h"
#include "rules/config.h"
#include "stallhound/report.h"

namespace stallhound {

using ConfigPointer = std::shared_ptr<const Config>;

/// The configuration that the options name, or else the nearest one in `folder` or above; null if there is none or if
/// none is wanted.
Result<ConfigPointer> find_config(const ScanOptions& options, const std::string& folder);

/// The build folder that a configuration names. It has to lie in the folder of the configuration, or in the root of
/// `directory`, where the program runs: the project is not known without it.
Result<std::string> build_folder(const Config& config, const std::string& directory);

/// Adds to the options what the configuration says and the command line does not. `root` is the project's.
Diagnostics apply_config(const Config& config, const std::string& root, ScanOptions& options);

/// Adds what the configuration declares to the packs, and works out which categories and rules are on.
Diagnostics apply_rule_settings(const Config& config, RuleSet& rules, ScanOptions& options);

/// Whether the configuration excludes a file, by its absolute path.
bool is_excluded(const Config& config, const std::string& file);

/// Takes the units that the configuration excludes out of the project.
Diagnostics exclude_units(const Config& config, Project& project);

/// Makes excluded code that the units include look like that of a library: without bodies and comments.
void exclude_code(const Config& config, std::vector<TuFacts>& units);

/// Functions that the configuration names and no unit knows, as problems of the report.
std::vector<Problem> unknown_declarations(const Config& config, const Program& program);

}  // namespace stallhound
