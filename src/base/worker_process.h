// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One worker process, as its parent sees it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "base/last_words.h"

namespace stallhound {

/// What a new worker has to know.
struct WorkerSetup {
  unsigned timeout_seconds = 0;    ///< Of one item; 0: no limit.
  std::size_t memory_mib = 0;      ///< The worker ends after an item when it has grown by this much.
  std::size_t max_memory_mib = 0;  ///< The worker ends at once when it has grown by more; 0: no limit.
  std::span<const int> others;     ///< The parent's files for other workers, which a new one must not keep open.
  std::function<std::string(std::size_t item)> work;
};

/// A worker process. The parent writes item numbers (8 bytes) and reads results: 8 bytes of size, then the bytes.
class WorkerProcess {
 public:
  /// Set in the size of a result after which the worker ends by itself.
  static constexpr std::uint64_t last_result = 1ULL << 63;

  WorkerProcess() = default;
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  /// Starts a process. On failure errno says what was missing, and nothing has changed.
  bool start(const WorkerSetup& setup);

  /// Ends the process and returns its status as waitpid() gives it, which is that of an earlier end if there was one.
  int stop();

  bool runs() const { return process_ > 0; }
  int input() const { return input_; }    ///< Takes item numbers.
  int output() const { return output_; }  ///< Gives results; at its end once the process has ended.

  /// What the process left when it ended.
  const LastWords& last_words() const { return *words_; }

  /// Gives an item to the process; false if it has ended.
  bool give(std::size_t item);

 private:
  bool share_memory();

  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
  LastWords* words_ = nullptr;  ///< Kept from process to process.
};

}  // namespace stallhound
