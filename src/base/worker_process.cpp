// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A worker is a fork of its parent that reads item numbers until there are no more. It never returns from start().
#include "base/worker_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <utility>

#include "base/confine.h"
#include "base/parent_death.h"
#include "base/watchdog.h"

namespace stallhound {
namespace {

/// How much longer than its parent's patience a worker's own time limit is: the parent is the one to speak, if it can.
constexpr std::chrono::seconds beyond_parent{2};

/// The page of the worker that this process is; null in the parent.
LastWords* own_words = nullptr;

bool write_all(int file, const char* data, std::size_t size) {
  while (size > 0) {
    const auto written = ::write(file, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool read_all(int file, char* data, std::size_t size) {
  while (size > 0) {
    const auto got = ::read(file, data, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    data += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

/// The two ends of a pipe; closed unless released.
struct Pipe {
  int ends[2] = {-1, -1};
  ~Pipe() {
    for (std::size_t end : {0, 1}) close(end);
  }
  bool open() { return ::pipe2(ends, O_CLOEXEC) == 0; }
  void close(std::size_t end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
  int release(std::size_t end) { return std::exchange(ends[end], -1); }
};

/// What Clang prints is meant for nobody: on standard output it would stand in the report, and whoever does not read
/// standard error would stop the worker.
void silence() {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) return;
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, file);
  if (nothing > STDERR_FILENO) ::close(nothing);
}

/// Makes the copy of the parent a worker, whatever becomes of the parent.
void become_worker(pid_t parent, int from_parent, const WorkerSetup& setup, LastWords& words) {
  ::signal(SIGTERM, SIG_DFL);
  end_with_parent(parent, SIGTERM);
  for (const int file : setup.others) ::close(file);
  silence();
  own_words = &words;
  watchdog::start({parent, from_parent, setup.max_memory_mib}, words);
  // From the next line on, source code of others is read.
  forbid_programs();
}

[[noreturn]] void serve(int from_parent, int to_parent, const WorkerSetup& setup) noexcept {
  // noexcept: what `work` throws ends this process, instead of unwinding into a second copy of the parent.
  const std::chrono::seconds patience{setup.timeout_seconds};
  std::uint64_t item = 0;
  while (read_all(from_parent, reinterpret_cast<char*>(&item), sizeof item)) {
    leave_note("");
    watchdog::allow(patience.count() == 0 ? patience : patience + beyond_parent);
    const std::string bytes = setup.work(static_cast<std::size_t>(item));
    watchdog::allow(std::chrono::seconds(0));
    const bool last = watchdog::grown_mib() >= setup.memory_mib;
    const std::uint64_t size = bytes.size() | (last ? WorkerProcess::last_result : 0);
    if (!write_all(to_parent, reinterpret_cast<const char*>(&size), sizeof size) ||
        !write_all(to_parent, bytes.data(), bytes.size()) || last) {
      break;
    }
  }
  std::_Exit(0);
}

}  // namespace

void leave_note(std::string_view text) {
  if (own_words != nullptr) own_words->note.set(text);
}

bool WorkerProcess::share_memory() {
  if (words_ == nullptr) {
    void* page = ::mmap(nullptr, sizeof(LastWords), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return false;
    words_ = static_cast<LastWords*>(page);
  }
  new (words_) LastWords();
  return true;
}

bool WorkerProcess::start(const WorkerSetup& setup) {
  Pipe down;
  Pipe up;
  if (!share_memory() || !down.open() || !up.open()) return false;
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  const pid_t process = ::fork();
  if (process < 0) return false;
  if (process == 0) {
    down.close(1);
    up.close(0);
    become_worker(parent, down.ends[0], setup, *words_);
    serve(down.ends[0], up.ends[1], setup);
  }
  process_ = process;
  input_ = down.release(1);
  output_ = up.release(0);
  return true;
}

WorkerProcess::~WorkerProcess() {
  stop();
  if (words_ != nullptr) ::munmap(words_, sizeof(LastWords));
}

int WorkerProcess::stop() {
  int status = 0;
  if (process_ <= 0) return status;
  ::close(input_);
  ::close(output_);
  // A process that is ending on its own account keeps its status. One that waits for work has nothing to lose, and one
  // that was stopped would never see the end of its input.
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = input_ = output_ = -1;
  return status;
}

bool WorkerProcess::give(std::size_t item) {
  const std::uint64_t number = item;
  return write_all(input_, reinterpret_cast<const char*>(&number), sizeof number);
}

}  // namespace stallhound
