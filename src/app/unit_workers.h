// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Units in worker processes: the limits that they are held to, and what is said about those that do not keep them.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "base/workers.h"
#include "stallhound/phases.h"

namespace stallhound {

/// What the workers of one command may use.
struct UnitLimits {
  unsigned jobs = 0;               ///< Processes at the same time; 0: as many as there are processors.
  unsigned timeout_seconds = 600;  ///< For one unit.
  std::size_t max_memory_mib = 0;  ///< For all processes together; 0: a share of the machine's memory.
};

/// Does `work` for each of the units in worker processes and shows the progress. `done` is called in this process for
/// each index as it ends, in no particular order. Starts processes, so no other thread may run.
void run_units(const std::vector<const TuJob*>& units, const UnitLimits& limits, const Work& work,
               const std::function<void(std::size_t index, WorkResult result)>& done);

/// The facts of a unit from the outcome of its work. A unit without a result has status failed, and the message says
/// what kept it from having one. `shard` is what the work encoded, if it is not the whole answer.
TuFacts facts_of(const TuJob& job, const WorkResult& result, std::string_view shard);

}  // namespace stallhound
