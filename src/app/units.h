// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The facts of all units: from the cache where nothing changed, else from worker processes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/options.h"
#include "stallhound/phases.h"
#include "store/cache.h"

namespace stallhound {

/// Tells this build of stallhound, with the Clang that it runs with, from any other: facts of another build are not
/// taken from a cache.
std::uint64_t tool_identity();

/// Position of a job in the order in which units are taken.
std::size_t job_index(const Project& project, const ScanOptions& options, std::size_t index);

struct Units {
  std::vector<TuFacts> facts;  ///< In the order in which units are taken; one whose process died has status failed.
  std::size_t cached = 0;      ///< How many came from the cache.
  /// The same as bytes, with the inputs of each, if asked for; empty for units whose process died.
  std::vector<Cache::Entry> bytes;
};

/// What the units were in another state of some files.
struct FormerUnits {
  std::vector<Cache::Entry> bytes;  ///< One per unit; empty where there was none.
  std::vector<bool> affected;       ///< Per unit: it read one of the files, or would have.
};

/// Facts of a list of entries; empty ones are left out.
std::vector<TuFacts> decode_all(const std::vector<Cache::Entry>& entries);

/// Gets units. A cache that cannot be used is a warning on standard error.
class UnitReader {
 public:
  /// `probes` are the matchers to ask about every call.
  UnitReader(const Project& project, const ScanOptions& options, std::vector<std::string> probes);
  ~UnitReader();
  UnitReader(const UnitReader&) = delete;
  UnitReader& operator=(const UnitReader&) = delete;

  /// Every unit as it is, from the cache or from a worker. Starts processes, so no other thread may run.
  Units read(bool keep_bytes = false);

  /// Every unit as it was with other versions of some files; `now` has to have its bytes. What none of them concerns is
  /// taken from there. Starts processes as well.
  FormerUnits read_former(const Units& now, const std::vector<FileVersion>& versions);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stallhound
