// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `stallhound config`: what is in effect.
#pragma once

#include <ostream>

#include "app/options.h"
#include "rules/config.h"

namespace stallhound {

/// Prints as JSON where the configuration was found, what project it is for, and the effective settings in the form of
/// a configuration. `config` may be null. Returns the exit code.
int print_config(const Config* config, const ScanOptions& options, const Project& project, const RuleSet& rules,
                 std::ostream& out);

}  // namespace stallhound
