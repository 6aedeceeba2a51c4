// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where baselines are read from and written to.
#pragma once

#include <ostream>
#include <string>

#include "app/options.h"
#include "stallhound/report.h"

namespace stallhound {

/// Reads the baseline that a scan honours, or that is to be pruned, into the options.
Diagnostics read_baseline(ScanOptions& options, const std::string& root);

/// Writes the findings of a report as a baseline, or the baseline without what is fixed. Returns the exit code.
int write_baseline(const Report& report, const ScanOptions& options, std::ostream& out, std::ostream& err);

}  // namespace stallhound
