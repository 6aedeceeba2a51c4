// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The parent's side of the pool: who does which item, and what happens to items whose worker ended.
//
// Items go out in order, one at a time to each worker, and results come back through a pipe per worker. End of file
// with an item outstanding means that the worker ended on it. Then the item is
//   - given to a new worker at once, if it crashed, left a note, and may be tried again (WorkerOptions::crash_retries);
//   - kept for the end, when nothing else runs, if it was killed from outside or needed more memory than its share;
//   - otherwise reported.
// A worker knows about earlier attempts from its fork on, so an item that is tried again goes to a new worker.
//
// A system that gives no further process is left alone while other workers run; if none runs, the pool waits a little,
// a few times, before it gives up on the rest.
#include "base/workers.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/watchdog.h"
#include "base/worker_process.h"

namespace stallhound {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t no_item = SIZE_MAX;
/// With less memory than this for each, fewer processes are better than more.
constexpr std::size_t least_memory_mib = 256;
/// Pauses before giving up on getting a process: 10, 20, 40, ... ms.
constexpr unsigned max_pauses = 8;

/// A place for a worker, and what it does.
struct Slot {
  WorkerProcess worker;
  std::size_t item = no_item;
  std::string received;
  Clock::time_point deadline = Clock::time_point::max();
  std::size_t memory_mib = 0;  ///< What the worker may grow by.
};

/// What is known about an item whose worker ended.
struct Record {
  Attempt attempt;
  bool alone = false;  ///< It was tried with nothing beside it, or is about to be.
};

/// Why a worker ended.
struct Ending {
  WorkFailure failure = WorkFailure::crashed;
  std::string reason;
};

/// Signals that a process raises by its own mistakes; the others come from outside.
bool is_crash(int signal_number) {
  static constexpr int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGTRAP, SIGSYS};
  return std::find(std::begin(crashes), std::end(crashes), signal_number) != std::end(crashes);
}

std::string took_too_long(unsigned seconds) { return "took longer than " + std::to_string(seconds) + " s"; }

Ending ending_of(int status, const LastWords& words, std::size_t memory_mib, unsigned timeout_seconds) {
  switch (words.cause.load()) {
    case EndCause::too_deep:
      return {WorkFailure::too_deep, "overflowed its stack: the code is nested too deeply"};
    case EndCause::too_large:
      return {WorkFailure::too_large, "needs more than " + std::to_string(memory_mib) + " MiB of memory"};
    case EndCause::out_of_memory:
      return {WorkFailure::no_memory, "got no more memory from the system"};
    case EndCause::too_slow:
      return {WorkFailure::too_slow, took_too_long(timeout_seconds)};
    case EndCause::none:
      break;
  }
  const std::string error = words.error.get();
  const std::string text = error.empty() ? "" : ": " + error;
  if (!WIFSIGNALED(status))
    return {WorkFailure::crashed, "ended early (status " + std::to_string(WEXITSTATUS(status)) + ')' + text};
  const std::string signal_number = " (signal " + std::to_string(WTERMSIG(status)) + ')';
  if (is_crash(WTERMSIG(status))) return {WorkFailure::crashed, "crashed" + signal_number + text};
  return {WorkFailure::killed, "was killed" + signal_number};
}

/// What was missing when a process could not be started.
std::string shortage(int error) {
  const std::string text = std::string("got no process to run in: ") + std::strerror(error);
  switch (error) {
    case EAGAIN:
      return text + " (the limit on processes, ulimit -u)";
    case EMFILE:
      return text + " (the limit on open files, ulimit -n)";
    default:
      return text;
  }
}

class Pool {
 public:
  Pool(std::size_t count, const WorkerOptions& options, const Work& work,
       const std::function<void(std::size_t, WorkResult)>& done)
      : count_(count), options_(options), work_(work), done_(done), slots_(slot_count(count, options)) {}

  void run() {
    for (;;) {
      hand_out();
      if (busy()) {
        wait();
      } else if (!has_work()) {
        return;
      } else if (!pause()) {
        give_up();
      }
    }
  }

 private:
  /// An item to be done next.
  struct Task {
    std::size_t item = no_item;
    bool alone = false;  ///< Nothing may run beside it.
  };

  static std::size_t slot_count(std::size_t count, const WorkerOptions& options) {
    std::size_t most = std::max<std::size_t>(count, 1);
    if (options.max_memory_mib != 0) most = std::clamp<std::size_t>(options.max_memory_mib / least_memory_mib, 1, most);
    return std::clamp<std::size_t>(options.jobs, 1, most);
  }

  bool busy() const {
    return std::any_of(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.item != no_item; });
  }
  bool has_work() const { return next_ < count_ || !again_.empty() || !alone_.empty(); }

  // ---- giving work out ------------------------------------------------------------------------------------------

  void hand_out() {
    for (auto& slot : slots_) {
      if (slot.item != no_item) continue;
      const auto task = take();
      if (!task) return;
      if (give(slot, *task)) continue;
      // No process for it: the next one that becomes idle does it.
      (task->alone ? alone_ : again_).push_front(task->item);
      return;
    }
  }

  std::optional<Task> take() {
    if (busy() && runs_alone_) return std::nullopt;
    runs_alone_ = false;
    if (!again_.empty()) return Task{pop(again_), false};
    if (next_ < count_) return Task{next_++, false};
    if (alone_.empty() || busy()) return std::nullopt;
    runs_alone_ = true;
    return Task{pop(alone_), true};
  }

  static std::size_t pop(std::deque<std::size_t>& items) {
    const auto item = items.front();
    items.pop_front();
    return item;
  }

  /// False if there is no process to do it.
  bool give(Slot& slot, const Task& task) {
    if (task.alone) {
      for (auto& other : slots_) other.worker.stop();
    }
    if (records_.contains(task.item)) slot.worker.stop();
    // A worker that was killed while it was idle is replaced; a new one that is gone already ends its item.
    const bool is_new = !slot.worker.runs();
    if (is_new && !start(slot, task.alone)) return false;
    slot.item = task.item;
    slot.received.clear();
    slot.deadline = options_.timeout_seconds == 0 ? Clock::time_point::max()
                                                  : Clock::now() + std::chrono::seconds(options_.timeout_seconds);
    if (slot.worker.give(task.item) || is_new) return true;
    slot.worker.stop();
    slot.item = no_item;
    return give(slot, task);
  }

  bool start(Slot& slot, bool alone) {
    std::vector<int> others;
    for (const auto& other : slots_) {
      if (other.worker.runs()) others.insert(others.end(), {other.worker.input(), other.worker.output()});
    }
    slot.memory_mib = alone ? options_.max_memory_mib : options_.max_memory_mib / slots_.size();
    // What earlier items left behind must not take much of what is allowed for the next.
    const auto keep = slot.memory_mib == 0 ? options_.memory_mib : std::min(options_.memory_mib, slot.memory_mib / 2);
    const auto work = [this](std::size_t item) {
      const auto record = records_.find(item);
      return work_(item, record == records_.end() ? Attempt{} : record->second.attempt);
    };
    if (!slot.worker.start({options_.timeout_seconds, keep, slot.memory_mib, others, work})) {
      missing_ = errno;
      return false;
    }
    pauses_ = 0;
    return true;
  }

  /// Waits for processes to become available; false once that is hopeless.
  bool pause() {
    if (pauses_ == max_pauses) return false;
    ::poll(nullptr, 0, 10 << pauses_++);
    return true;
  }

  void give_up() {
    while (const auto task = take()) {
      done_(task->item, {false, "", shortage(missing_), WorkFailure::not_started, notes_of(task->item)});
    }
  }

  // ---- taking results in ----------------------------------------------------------------------------------------

  void wait() {
    std::vector<pollfd> files;
    std::vector<Slot*> owners;
    for (auto& slot : slots_) {
      if (slot.item == no_item) continue;
      files.push_back({slot.worker.output(), POLLIN, 0});
      owners.push_back(&slot);
    }
    const int ready = ::poll(files.data(), files.size(), options_.timeout_seconds == 0 ? -1 : 1000);
    for (std::size_t i = 0; ready > 0 && i < files.size(); ++i) {
      if (files[i].revents != 0) receive(*owners[i]);
    }
    for (auto* slot : owners) {
      if (slot->item != no_item && Clock::now() > slot->deadline) {
        slot->worker.stop();
        end(*slot, {WorkFailure::too_slow, took_too_long(options_.timeout_seconds)});
      }
    }
  }

  void receive(Slot& slot) {
    char buffer[65536];
    const auto got = ::read(slot.worker.output(), buffer, sizeof buffer);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got <= 0) {
      const int status = slot.worker.stop();
      return end(slot, ending_of(status, slot.worker.last_words(), slot.memory_mib, options_.timeout_seconds));
    }
    // The work is done; what is left to do is the reading.
    slot.deadline = Clock::time_point::max();
    slot.received.append(buffer, static_cast<std::size_t>(got));
    std::uint64_t size = 0;
    if (slot.received.size() < sizeof size) return;
    std::memcpy(&size, slot.received.data(), sizeof size);
    const bool last = (size & WorkerProcess::last_result) != 0;
    size &= ~WorkerProcess::last_result;
    if (slot.received.size() - sizeof size < size) return;
    const auto item = std::exchange(slot.item, no_item);
    std::string bytes = slot.received.substr(sizeof size);
    if (last) slot.worker.stop();
    hand_out();  // First, so that the worker is not idle while the result is taken in.
    done_(item, {true, std::move(bytes), "", WorkFailure::none, notes_of(item)});
  }

  /// The worker of a slot has ended on its item.
  void end(Slot& slot, Ending ending) {
    const auto item = std::exchange(slot.item, no_item);
    auto& record = records_[item];
    ++record.attempt.number;
    if (is_for_alone(slot, ending) && !std::exchange(record.alone, true)) {
      alone_.push_back(item);
      return;
    }
    const bool crashed = ending.failure == WorkFailure::crashed || ending.failure == WorkFailure::too_deep;
    auto note = slot.worker.last_words().note.get();
    if (!note.empty() && (crashed || ending.failure == WorkFailure::too_slow)) {
      auto& notes = record.attempt.notes;
      notes.push_back(std::move(note));
      if (crashed && notes.size() <= options_.crash_retries) return (record.alone ? alone_ : again_).push_back(item);
    }
    if (ending.failure == WorkFailure::killed) ending.reason += ", and again when nothing ran beside it";
    done_(item, {false, "", std::move(ending.reason), ending.failure, record.attempt.notes});
  }

  /// Whether it may help to try an item with nothing beside it.
  bool is_for_alone(const Slot& slot, const Ending& ending) const {
    return ending.failure == WorkFailure::killed || ending.failure == WorkFailure::no_memory ||
           (ending.failure == WorkFailure::too_large && slot.memory_mib < options_.max_memory_mib);
  }

  std::vector<std::string> notes_of(std::size_t item) const {
    const auto record = records_.find(item);
    return record == records_.end() ? std::vector<std::string>{} : record->second.attempt.notes;
  }

  std::size_t count_;
  const WorkerOptions& options_;
  const Work& work_;
  const std::function<void(std::size_t, WorkResult)>& done_;
  std::vector<Slot> slots_;
  std::size_t next_ = 0;
  std::deque<std::size_t> again_;  ///< To be given out before new ones.
  std::deque<std::size_t> alone_;  ///< To be done last, one by one.
  bool runs_alone_ = false;
  std::map<std::size_t, Record> records_;
  unsigned pauses_ = 0;
  int missing_ = 0;  ///< errno of the last process that could not be started.
};

}  // namespace

void run_in_processes(std::size_t count, const WorkerOptions& options, const Work& work,
                      const std::function<void(std::size_t, WorkResult)>& done) {
  // A write to a worker that has just died must be an error, not the end of this process.
  struct sigaction ignore{};
  struct sigaction before{};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &before);
  Pool(count, options, work, done).run();
  ::sigaction(SIGPIPE, &before, nullptr);
}

}  // namespace stallhound
