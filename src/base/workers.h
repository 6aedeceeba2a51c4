// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A pool of worker processes: work that may crash, leak or hang cannot take the program with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stallhound {

struct WorkerOptions {
  unsigned jobs = 1;               ///< Processes at the same time; at least 1. Fewer run if the system gives fewer.
  unsigned timeout_seconds = 0;    ///< An item that takes longer is killed; 0: no limit.
  std::size_t memory_mib = 1024;   ///< A worker that has grown by this much is replaced after its current item.
  std::size_t max_memory_mib = 0;  ///< What all workers together may grow by; 0: no limit.
  unsigned crash_retries = 0;      ///< How often an item is tried again that crashed and left a note.
};

/// One try to do the work of an item.
struct Attempt {
  unsigned number = 1;               ///< From 1.
  std::vector<std::string> notes{};  ///< What the attempts that crashed had noted last, in their order.
};

/// Why an item has no result.
enum class WorkFailure : std::uint8_t {
  none,
  crashed,      ///< The work ended its process: a signal such as SIGSEGV, an exception, exit().
  too_deep,     ///< The work overflowed its stack.
  too_large,    ///< The work needed more memory than was allowed.
  no_memory,    ///< The system gave the work no more memory.
  too_slow,     ///< The work took longer than its time.
  killed,       ///< Somebody else killed the process, such as the system when memory runs out.
  not_started,  ///< There was no process to do it.
};

/// The outcome of one item.
struct WorkResult {
  bool ok = false;
  std::string bytes;   ///< The answer of the work, if ok.
  std::string reason;  ///< A predicate if not ok: "crashed (signal 11)", "took longer than 60 s".
  WorkFailure failure = WorkFailure::none;
  std::vector<std::string> notes{};  ///< The notes of all attempts that crashed or were out of time.
};

/// The work on an item. It runs in a worker process.
using Work = std::function<std::string(std::size_t item, const Attempt& attempt)>;

/// The most bytes of a note that are kept.
constexpr std::size_t max_note_size = 2048;

/// Notes what the work is about to do. If the worker crashes, the note outlives it: it is in the next attempt at the
/// item, and in its result. Replaces the note before; each item starts with none. Costs a copy of the text; does
/// nothing outside of a worker.
void leave_note(std::string_view text);

/// Runs `work` for the items 0..count-1 in forked processes and calls `done` in this process for each item as it ends,
/// in no particular order. An item that was killed from outside, or that needed more than its share of the memory, is
/// tried once more with nothing beside it. Must be called while the process has a single thread.
void run_in_processes(std::size_t count, const WorkerOptions& options, const Work& work,
                      const std::function<void(std::size_t, WorkResult)>& done);

}  // namespace stallhound
