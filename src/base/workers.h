// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A pool of worker processes: work that may crash, leak or hang cannot take the program with it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace stallhound {

struct WorkerOptions {
  unsigned jobs = 1;              ///< Processes at the same time; at least 1.
  unsigned timeout_seconds = 0;   ///< An item that takes longer is killed; 0: no limit.
  std::size_t memory_mib = 1024;  ///< A worker larger than this is replaced after its current item.
};

/// What became of one item.
struct WorkResult {
  bool ok = false;
  std::string bytes;   ///< What `work` returned, if ok.
  std::string reason;  ///< "crashed (signal 11)", "took longer than 60 s", if not ok.
};

/// Runs `work(0..count-1)` in forked processes and calls `done` in this process for each item as it ends, in no
/// particular order. An item whose process dies is reported as such and not tried again. Must be called while the
/// process has a single thread.
void run_in_processes(std::size_t count, const WorkerOptions& options,
                      const std::function<std::string(std::size_t)>& work,
                      const std::function<void(std::size_t, WorkResult)>& done);

}  // namespace stallhound
