// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/unit_workers.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <thread>

#include "app/progress.h"
#include "base/body_note.h"
#include "base/memory_size.h"
#include "store/shard.h"

namespace stallhound {
namespace {

/// How many function bodies of a unit are left out, since the analysis crashes in them, before the unit is given up.
constexpr unsigned most_left_out = 10;

struct Explanation {
  UnitProblem problem = UnitProblem::crash;
  const char* help = "";  ///< What the user can do.
};

Explanation explanation_of(WorkFailure failure) {
  switch (failure) {
    case WorkFailure::none:
    case WorkFailure::crashed:
      return {};
    case WorkFailure::too_deep:
      return {UnitProblem::too_deep, "; `exclude` in the configuration leaves such a file out"};
    case WorkFailure::too_large:
      return {UnitProblem::too_large, "; --max-memory allows more"};
    case WorkFailure::no_memory:
      return {UnitProblem::too_large, "; fewer processes at the same time (-j) or a higher limit (ulimit -v) may help"};
    case WorkFailure::too_slow:
      return {UnitProblem::too_slow, "; --timeout allows more"};
    case WorkFailure::killed:
      return {UnitProblem::killed, "; if the system ran out of memory, --max-memory keeps the analysis below a limit"};
    case WorkFailure::not_started:
      return {UnitProblem::no_process, "; fewer processes at the same time (-j) or a higher limit helps"};
  }
  return {};
}

/// The rest is for the system, for this process, and for whatever else runs.
std::size_t share_of_machine() { return usable_memory_mib() / 4 * 3; }

}  // namespace

void run_units(const std::vector<const TuJob*>& units, const UnitLimits& limits, const Work& work,
               const std::function<void(std::size_t index, WorkResult result)>& done) {
  WorkerOptions workers;
  workers.jobs = limits.jobs != 0 ? limits.jobs : std::max(1U, std::thread::hardware_concurrency());
  workers.timeout_seconds = limits.timeout_seconds;
  workers.max_memory_mib = limits.max_memory_mib != 0 ? limits.max_memory_mib : share_of_machine();
  workers.crash_retries = most_left_out;
  Progress progress(units.size());
  run_in_processes(units.size(), workers, work, [&](std::size_t index, WorkResult result) {
    progress.step(units[index]->file);
    done(index, std::move(result));
  });
}

TuFacts facts_of(const TuJob& job, const WorkResult& result, std::string_view shard) {
  std::string reason = result.reason;
  if (result.ok) {
    auto facts = decode(std::string(shard));
    if (facts) return std::move(*facts);
    reason = "gave an answer that cannot be read: " + facts.errors().front().message;
  }
  if (result.failure == WorkFailure::too_slow && !result.notes.empty()) {
    const auto body = body_of(result.notes.back());
    if (body.line != 0) reason += fmt::format(" in the body of '{}' ({}:{})", body.name, body.file, body.line);
  }
  const auto [problem, help] = explanation_of(result.failure);
  TuFacts lost;
  lost.main_file = job.file;
  lost.status = UnitStatus::failed;
  lost.problem = problem;
  lost.message = "the analysis of this unit " + reason + help;
  return lost;
}

}  // namespace stallhound
