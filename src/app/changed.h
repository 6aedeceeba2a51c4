// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `scan --changed`: from what git says to what a report has to leave out.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/configure.h"
#include "app/git.h"
#include "app/options.h"
#include "app/units.h"

namespace stallhound {

/// The changes that a scan is about: those that git knows under the given paths. Mistakes in the paths are errors.
Result<Changes> changes_for(const Project& project, const ScanOptions& options);

/// Names the files that no unit reads on standard error, one per line: given ones, and changed sources and headers.
void name_unknown_files(const Changes& changes, const Project& project, const ScanOptions& options,
                        const ConfigPointer& config, const Units& units);

/// The versions of changed files as they were.
std::vector<FileVersion> versions_before(const Changes& changes);

ChangedLines lines_of(const Changes& changes);

/// Runs all phases over the former units.
Landmarks survey_former(const FormerUnits& former, const std::string& root, const RuleSet& rules,
                        const ConfigPointer& config, const ScanOptions& options);

/// The files, named as in reports, whose problems belong to the change: what changed, and the units that read it.
std::set<std::string> own_problem_files(const std::string& root, const Changes& changes,
                                        const std::set<std::string>& affected);

/// Main files of units that the change concerns.
std::set<std::string> affected_files(const Units& units, const FormerUnits& former);

}  // namespace stallhound
