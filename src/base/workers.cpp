// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each worker has one pipe for item numbers and one for results (8 bytes of length, then the bytes). The parent polls
// all result pipes; end of file with an item outstanding means that the worker died on it.
#include "base/workers.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

namespace stallhound {
namespace {

using Clock = std::chrono::steady_clock;

/// Set in the length of a result after which the worker ends by itself.
constexpr std::uint64_t last_result = 1ULL << 63;

struct Worker {
  pid_t process = -1;
  int to = -1;
  int from = -1;
  std::size_t item = SIZE_MAX;  ///< SIZE_MAX: idle.
  std::string received;
  Clock::time_point deadline = Clock::time_point::max();
};

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

std::size_t own_memory_mib() {
  std::size_t pages = 0;
  std::size_t resident = 0;
  if (auto* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%zu %zu", &pages, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

[[noreturn]] void serve(int from_parent, int to_parent, std::size_t memory_mib,
                        const std::function<std::string(std::size_t)>& work) noexcept {
  // noexcept: what `work` throws ends this process, instead of unwinding into a second copy of the parent.
  std::uint64_t item = 0;
  while (read_all(from_parent, reinterpret_cast<char*>(&item), sizeof item)) {
    const std::string bytes = work(static_cast<std::size_t>(item));
    const bool last = own_memory_mib() > memory_mib;
    const std::uint64_t size = bytes.size() | (last ? last_result : 0);
    if (!write_all(to_parent, reinterpret_cast<const char*>(&size), sizeof size) ||
        !write_all(to_parent, bytes.data(), bytes.size()) || last) {
      break;
    }
  }
  std::_Exit(0);
}

class Pool {
 public:
  Pool(std::size_t count, const WorkerOptions& options, const std::function<std::string(std::size_t)>& work,
       const std::function<void(std::size_t, WorkResult)>& done)
      : count_(count), options_(options), work_(work), done_(done) {}

  void run() {
    workers_.resize(std::clamp<std::size_t>(options_.jobs, 1, std::max<std::size_t>(count_, 1)));
    for (auto& worker : workers_) feed(worker);
    while (busy()) wait();
    for (auto& worker : workers_) stop(worker);
  }

 private:
  bool busy() const {
    return std::any_of(workers_.begin(), workers_.end(), [](const Worker& w) { return w.item != SIZE_MAX; });
  }

  bool start(Worker& worker) {
    int down[2];
    int up[2];
    if (::pipe(down) != 0) return false;
    if (::pipe(up) != 0) {
      ::close(down[0]);
      ::close(down[1]);
      return false;
    }
    std::fflush(nullptr);
    const pid_t process = ::fork();
    if (process == 0) {
      // The other workers' pipes must not be kept open here, or their ends would never be seen.
      for (const auto& other : workers_) {
        if (other.process > 0) {
          ::close(other.to);
          ::close(other.from);
        }
      }
      ::close(down[1]);
      ::close(up[0]);
      serve(down[0], up[1], options_.memory_mib, work_);
    }
    ::close(down[0]);
    ::close(up[1]);
    if (process < 0) {
      ::close(down[1]);
      ::close(up[0]);
      return false;
    }
    worker = {};
    worker.process = process;
    worker.to = down[1];
    worker.from = up[0];
    return true;
  }

  int stop(Worker& worker) {
    int status = 0;
    if (worker.process <= 0) return status;
    ::close(worker.to);
    ::close(worker.from);
    while (::waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {
    }
    worker = {};
    return status;
  }

  void feed(Worker& worker) {
    while (next_ < count_) {
      const std::size_t item = next_++;
      if (worker.process <= 0 && !start(worker)) {
        done_(item, {false, "", std::string("no process could be started: ") + std::strerror(errno)});
        continue;
      }
      worker.item = item;
      worker.received.clear();
      worker.deadline = options_.timeout_seconds == 0 ? Clock::time_point::max()
                                                      : Clock::now() + std::chrono::seconds(options_.timeout_seconds);
      const std::uint64_t number = item;
      if (write_all(worker.to, reinterpret_cast<const char*>(&number), sizeof number)) return;
      // It was killed while idle: a new one takes over.
      stop(worker);
      --next_;
    }
    worker.item = SIZE_MAX;
  }

  void wait() {
    std::vector<pollfd> files;
    std::vector<Worker*> owners;
    for (auto& worker : workers_) {
      if (worker.item == SIZE_MAX) continue;
      files.push_back({worker.from, POLLIN, 0});
      owners.push_back(&worker);
    }
    const int ready = ::poll(files.data(), files.size(), options_.timeout_seconds == 0 ? -1 : 1000);
    for (std::size_t i = 0; ready > 0 && i < files.size(); ++i) {
      if (files[i].revents != 0) receive(*owners[i]);
    }
    for (auto* worker : owners) {
      if (worker->item != SIZE_MAX && Clock::now() > worker->deadline) {
        ::kill(worker->process, SIGKILL);
        fail(*worker, "took longer than " + std::to_string(options_.timeout_seconds) + " s");
      }
    }
  }

  void receive(Worker& worker) {
    char buffer[65536];
    const auto got = ::read(worker.from, buffer, sizeof buffer);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got <= 0) return fail(worker, "");
    worker.received.append(buffer, static_cast<std::size_t>(got));
    std::uint64_t size = 0;
    if (worker.received.size() < sizeof size) return;
    std::memcpy(&size, worker.received.data(), sizeof size);
    const bool last = (size & last_result) != 0;
    size &= ~last_result;
    if (worker.received.size() - sizeof size < size) return;
    const auto item = worker.item;
    std::string bytes = worker.received.substr(sizeof size);
    if (last) stop(worker);
    feed(worker);  // First, so that the worker is not idle while the result is taken in.
    done_(item, {true, std::move(bytes), ""});
  }

  void fail(Worker& worker, std::string reason) {
    const auto item = worker.item;
    const int status = stop(worker);
    if (reason.empty()) {
      reason = WIFSIGNALED(status) ? "crashed (signal " + std::to_string(WTERMSIG(status)) + ")"
                                   : "ended early (status " + std::to_string(WEXITSTATUS(status)) + ")";
    }
    feed(worker);
    done_(item, {false, "", std::move(reason)});
  }

  std::size_t count_;
  const WorkerOptions& options_;
  const std::function<std::string(std::size_t)>& work_;
  const std::function<void(std::size_t, WorkResult)>& done_;
  std::vector<Worker> workers_;
  std::size_t next_ = 0;
};

}  // namespace

void run_in_processes(std::size_t count, const WorkerOptions& options,
                      const std::function<std::string(std::size_t)>& work,
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
