// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The files between `extract` and `link`: one shard for each unit. They carry what a scan knows about the project
// besides its units, so that a report from shards equals that of a scan.
#pragma once

#include <string>
#include <vector>

#include "app/ending.h"
#include "app/options.h"

namespace stallhound {

/// Writes the shards of `units`, which are in the order of UnitReader, and drops those that an earlier extraction of
/// the same part of the project wrote and this one did not: of sources that are gone, or had other flags.
Ending write_shards(std::vector<TuFacts> units, const Project& project, const ScanOptions& options);

/// What shards hold together.
struct Shards {
  std::vector<TuFacts> units;
  std::vector<std::string> files;  ///< The file of each unit.
  std::string root;                ///< What they say; of several projects, the nearest folder that holds all of them.
  std::vector<Problem> problems;   ///< Of the compile database; files are relative to the root.
  bool whole = true;               ///< All of them come from extractions of whole projects.
};

/// Reads shards from files and folders.
Shards read_shards(const std::vector<std::string>& paths, Diagnostics& errors);

}  // namespace stallhound
