// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The limits of a worker, kept by the worker itself: it ends when its parent has ended, when its work takes too long,
// when it has grown too large and when its stack overflows, and it says which.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>

#include "base/last_words.h"

namespace stallhound::watchdog {

/// What a worker is held to.
struct Limits {
  pid_t parent = -1;
  int lifeline = -1;               ///< A pipe whose other end only the parent holds open.
  std::size_t max_memory_mib = 0;  ///< How much it may grow by; 0: no limit.
};

/// The size of a worker's stack, in MiB, where the system allows it.
constexpr std::size_t stack_mib = 64;

/// Begins to watch this process, to be called once and by the thread that does the work. `words` must outlive the
/// process.
void start(const Limits& limits, LastWords& words);

/// The work has this long from now on; zero: as long as it likes.
void allow(std::chrono::seconds time);

/// The private memory that this process has got since start(), in MiB.
std::size_t grown_mib();

}  // namespace stallhound::watchdog
