// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The facts of all units: from the cache where nothing changed, else from worker processes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/options.h"
#include "stallhound/phases.h"

namespace stallhound {

struct Units {
  std::vector<TuFacts> facts;  ///< In the order in which units are taken; one whose process died has status failed.
  std::size_t cached = 0;      ///< How many came from the cache.
};

/// Tells this build of stallhound, with the Clang that it runs with, from any other: facts of another build are not
/// taken from a cache.
std::uint64_t tool_identity();

/// Position of a job in the order in which units are taken.
std::size_t job_index(const Project& project, const ScanOptions& options, std::size_t index);

/// Reads or extracts every unit. A cache that cannot be used is a warning on standard error.
Units facts_of_units(const Project& project, const ScanOptions& options);

}  // namespace stallhound
