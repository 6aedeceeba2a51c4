// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What ends a worker, and what becomes of its item: the end of the parent, time, memory, stack, strangers, and a system
// that gives few processes or files.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/memory_size.h"
#include "base/subprocess.h"
#include "base/workers.h"
#include "catch.h"
#include "folder.h"

namespace stallhound {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

std::map<std::size_t, WorkResult> run(std::size_t count, const WorkerOptions& options, const Work& work) {
  std::map<std::size_t, WorkResult> results;
  run_in_processes(count, options, work,
                   [&](std::size_t item, WorkResult result) { results[item] = std::move(result); });
  return results;
}

WorkerOptions with_jobs(unsigned jobs) {
  WorkerOptions options;
  options.jobs = jobs;
  return options;
}

/// Values that all processes see.
struct Shared {
  std::array<std::atomic<int>, 16> values{};
};

Shared& shared_values() {
  void* page = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(page != MAP_FAILED);
  return *new (page) Shared();
}

/// Whether a process exists and is not only waiting for its parent to notice its end.
bool is_alive(int process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(file, text);
  const auto name_end = text.rfind(')');
  return name_end != std::string::npos && text[name_end + 2] != 'Z' && text[name_end + 2] != 'X';
}

template <class Condition>
bool becomes_true(Condition condition, seconds patience = seconds(15)) {
  for (const auto end = steady_clock::now() + patience; steady_clock::now() < end; ::usleep(10000)) {
    if (condition()) return true;
  }
  return condition();
}

/// Runs something in a copy of this process and returns the copy's id.
template <class Function>
pid_t in_copy(Function function) {
  const pid_t process = ::fork();
  REQUIRE(process >= 0);
  if (process != 0) return process;
  // Not the handlers of the test's framework.
  for (int number = 1; number < 32; ++number) ::signal(number, SIG_DFL);
  function();
  std::_Exit(0);
}

int status_of(pid_t process) {
  int status = 0;
  ::waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

[[noreturn]] void hang() {
  for (;;) ::pause();
}

/// A pool whose three workers hang, once all of them do; `prepare` is called in each.
template <class Function>
pid_t hanging_pool(Shared& shared, WorkerOptions options, Function prepare) {
  options.jobs = 3;
  const pid_t parent = in_copy([&] {
    run(3, options, [&](std::size_t item, const Attempt&) -> std::string {
      prepare();
      shared.values.at(item) = ::getpid();
      hang();
    });
  });
  REQUIRE(becomes_true([&] { return shared.values[0] != 0 && shared.values[1] != 0 && shared.values[2] != 0; }));
  return parent;
}

bool all_end(const Shared& shared, seconds patience) {
  return becomes_true(
      [&] { return !is_alive(shared.values[0]) && !is_alive(shared.values[1]) && !is_alive(shared.values[2]); },
      patience);
}

TEST_CASE("workers end with their parent, whatever ends it", "[workers]") {
  for (const int number : {SIGKILL, SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGQUIT}) {
    INFO("signal " << number);
    auto& shared = shared_values();
    const pid_t parent = hanging_pool(shared, {}, [] {});
    ::kill(parent, number);
    CHECK(status_of(parent) == -number);
    CHECK(all_end(shared, seconds(5)));
  }
}

TEST_CASE("workers end with a parent that was stopped", "[workers]") {
  auto& shared = shared_values();
  const pid_t parent = hanging_pool(shared, {}, [] {});
  ::kill(parent, SIGSTOP);
  ::kill(parent, SIGKILL);
  CHECK(status_of(parent) == -SIGKILL);
  CHECK(all_end(shared, seconds(5)));
}

TEST_CASE("workers end with their parent where the system sends no signal about it", "[workers]") {
  auto& shared = shared_values();
  const pid_t parent = hanging_pool(shared, {}, [] { ::prctl(PR_SET_PDEATHSIG, 0); });
  ::kill(parent, SIGKILL);
  status_of(parent);
  CHECK(all_end(shared, seconds(5)));
}

TEST_CASE("workers that hold back signals end with their parent, too", "[workers]") {
  auto& shared = shared_values();
  const pid_t parent = hanging_pool(shared, {}, [] {
    sigset_t all;
    ::sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
  });
  ::kill(parent, SIGKILL);
  status_of(parent);
  CHECK(all_end(shared, seconds(10)));
}

TEST_CASE("a worker keeps its time limit while its parent is stopped", "[workers]") {
  auto& shared = shared_values();
  WorkerOptions options;
  options.timeout_seconds = 1;
  const pid_t parent = hanging_pool(shared, options, [] {});
  ::kill(parent, SIGSTOP);
  CHECK(all_end(shared, seconds(10)));
  ::kill(parent, SIGCONT);
  CHECK(status_of(parent) == 0);
}

TEST_CASE("a program that was started ends with this one", "[subprocess]") {
  const pid_t parent = in_copy([&] { run_program({{"sh", "-c", "exec sleep 1234"}, "/", "", {}}); });
  const auto child_of_parent = [&] {
    std::ifstream children("/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) + "/children");
    int child = 0;
    return children >> child ? child : 0;
  };
  int child = 0;
  REQUIRE(becomes_true([&] { return (child = child_of_parent()) != 0; }));
  ::kill(parent, SIGKILL);
  status_of(parent);
  CHECK(becomes_true([&] { return !is_alive(child); }));
}

TEST_CASE("an item that was killed from outside is tried once more, alone", "[workers]") {
  auto& shared = shared_values();
  for (const int number : {SIGKILL, SIGTERM, SIGXCPU}) {
    const auto results = run(12, with_jobs(4), [&](std::size_t item, const Attempt& attempt) {
      const int beside = shared.values[0]++;
      ::usleep(20000);
      if (item == 3 && attempt.number == 1) {
        --shared.values[0];
        ::kill(::getpid(), number);
        hang();
      }
      const int after = shared.values[0]--;
      return std::to_string(attempt.number) + (attempt.number > 1 && (beside != 0 || after != 1) ? " not alone" : "");
    });
    REQUIRE(results.size() == 12);
    for (const auto& [item, result] : results) CHECK(result.bytes == (item == 3 ? "2" : "1"));
  }
}

TEST_CASE("an item that is killed twice is reported", "[workers]") {
  const auto results = run(4, with_jobs(2), [&](std::size_t item, const Attempt&) {
    if (item == 1) ::kill(::getpid(), SIGKILL);
    return std::string();
  });
  CHECK(results.at(1).failure == WorkFailure::killed);
  CHECK(results.at(1).reason == "was killed (signal 9), and again when nothing ran beside it");
  CHECK(results.at(0).ok);
  CHECK(results.at(3).ok);
}

/// Uses that much memory for a moment.
void use_memory(std::size_t mib) {
  const std::size_t size = mib << 20;
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) std::_Exit(99);
  ::madvise(memory, size, MADV_HUGEPAGE);  // Where it works, the test is much faster.
  for (std::size_t i = 0; i < size; i += 4096) static_cast<volatile char*>(memory)[i] = 1;
  ::usleep(300000);
  ::munmap(memory, size);
}

TEST_CASE("an item that needs too much memory says so", "[workers]") {
  WorkerOptions options = with_jobs(2);
  options.max_memory_mib = 100;
  const auto results = run(4, options, [&](std::size_t item, const Attempt&) {
    use_memory(item == 1 ? 150 : 1);
    return std::string();
  });
  CHECK(results.at(1).failure == WorkFailure::too_large);
  CHECK(results.at(1).reason == "needs more than 100 MiB of memory");
  for (const std::size_t item : {0U, 2U, 3U}) CHECK(results.at(item).ok);
}

TEST_CASE("an item that needs more than its share of the memory gets all of it, alone", "[workers]") {
  WorkerOptions options = with_jobs(2);
  options.max_memory_mib = 512;
  const auto results = run(4, options, [&](std::size_t item, const Attempt& attempt) {
    use_memory(item == 1 ? 300 : 1);
    return std::to_string(attempt.number);
  });
  CHECK(results.at(1).bytes == "2");
  CHECK(results.at(0).bytes == "1");
}

TEST_CASE("memory of the parent is not held against its workers", "[workers]") {
  std::string memory(60U << 20, 'x');
  WorkerOptions options = with_jobs(1);
  options.max_memory_mib = 30;
  CHECK(run(1, options,
            [&](std::size_t, const Attempt&) {
              ::usleep(200000);
              return std::string(1, memory[memory.size() / 2]);
            })
            .at(0)
            .bytes == "x");
}

TEST_CASE("an item to which the system gives no memory says so", "[workers]") {
  const auto results = run(2, with_jobs(1), [&](std::size_t item, const Attempt&) {
    if (item == 0) {
      limit(RLIMIT_AS, 64U << 20);
      return std::string(2000U << 20, 'x');
    }
    return std::string();
  });
  CHECK(results.at(0).failure == WorkFailure::no_memory);
  CHECK(results.at(0).reason == "got no more memory from the system");
  CHECK(results.at(1).ok);
}

/// Goes down from a negative depth to zero, for ever from zero on. Each frame is known to the next, so that no compiler
/// makes a loop of it.
// NOLINTNEXTLINE(misc-no-recursion)
int descend(int depth, const volatile char* above) {
  volatile char frame[1000];
  frame[0] = above[0];
  return depth == -1 ? 0 : descend(depth + 1, frame) + frame[0];
}

TEST_CASE("a stack overflow is told from other faults", "[workers]") {
  const auto results = run(4, with_jobs(2), [&](std::size_t item, const Attempt&) {
    if (item == 0) return std::to_string(descend(0, "x"));
    if (item == 1) *static_cast<volatile int*>(nullptr) = 1;
    if (item == 2) *reinterpret_cast<volatile int*>(0x7000000000) = 1;
    return std::string();
  });
  CHECK(results.at(0).failure == WorkFailure::too_deep);
  CHECK(results.at(0).reason == "overflowed its stack: the code is nested too deeply");
  CHECK(results.at(1).reason == "crashed (signal 11)");
  CHECK(results.at(2).reason == "crashed (signal 11)");
  CHECK(results.at(3).ok);
}

TEST_CASE("a worker has a large stack", "[workers]") {
  rlimit stack{};
  ::getrlimit(RLIMIT_STACK, &stack);
  if (stack.rlim_max < (64U << 20)) return;
  CHECK(run(1, with_jobs(1),
            [](std::size_t, const Attempt&) {
              return std::to_string(descend(-50000, "x"));  // About 50 MiB.
            })
            .at(0)
            .ok);
}

TEST_CASE("what the work prints is no output of this program and stops nobody", "[workers]") {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t copy = in_copy([&] {
    ::dup2(pipe[1], STDOUT_FILENO);
    ::dup2(pipe[1], STDERR_FILENO);
    const auto results = run(2, with_jobs(2), [](std::size_t, const Attempt&) {
      const std::string flood(1'000'000, 'x');
      for (const int file : {1, 2}) (void)!::write(file, flood.data(), flood.size());
      return std::string("x");
    });
    std::_Exit(results.at(0).ok && results.at(1).ok ? 0 : 1);
  });
  int status = -1;
  CHECK(becomes_true([&] { return ::waitpid(copy, &status, WNOHANG) == copy; }));
  ::kill(copy, SIGKILL);
  CHECK(status == 0);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

/// The number of the file that would be opened next.
int next_file() {
  const int file = ::dup(0);
  ::close(file);
  return file;
}

TEST_CASE("few open files mean fewer workers and no lost item", "[workers]") {
  for (const int spare : {4, 5, 6, 7, 9, 20}) {
    INFO(spare);
    CHECK(status_of(in_copy([&] {
            limit(RLIMIT_NOFILE, static_cast<rlim_t>(next_file() + spare));
            const auto results = run(30, with_jobs(8), [](std::size_t, const Attempt&) { return std::string("x"); });
            for (const auto& [item, result] : results) {
              if (!result.ok) std::_Exit(2);
            }
            std::_Exit(results.size() == 30 ? 0 : 1);
          })) == 0);
  }
}

TEST_CASE("without any file for a worker each item says what was missing", "[workers]") {
  CHECK(status_of(in_copy([&] {
          limit(RLIMIT_NOFILE, static_cast<rlim_t>(next_file() + 1));
          const auto results = run(30, with_jobs(8), [](std::size_t, const Attempt&) { return std::string("x"); });
          for (const auto& [item, result] : results) {
            if (result.failure != WorkFailure::not_started) std::_Exit(2);
            if (result.reason.find("the limit on open files, ulimit -n") == std::string::npos) std::_Exit(3);
          }
          std::_Exit(results.size() == 30 ? 0 : 1);
        })) == 0);
}

TEST_CASE("few processes mean fewer workers and no lost item", "[workers]") {
  for (const rlim_t processes : {2U, 3U, 5U}) {
    INFO(processes);
    // The limit does not bind the superuser. With two, not even a worker's watching thread can be made.
    CHECK(status_of(in_copy([&] {
            if (::getuid() == 0 && ::setuid(54321) != 0) std::_Exit(9);
            limit(RLIMIT_NPROC, processes);
            WorkerOptions options = with_jobs(8);
            options.timeout_seconds = 1;
            const auto results = run(30, options, [](std::size_t item, const Attempt&) {
              if (item == 7) hang();
              return std::string("x");
            });
            for (const auto& [item, result] : results) {
              if (item != 7 && !result.ok) std::_Exit(2);
            }
            std::_Exit(results.size() == 30 && results.at(7).failure == WorkFailure::too_slow ? 0 : 1);
          })) == 0);
  }
}

TEST_CASE("without any process each item says what was missing", "[workers]") {
  CHECK(status_of(in_copy([&] {
          if (::getuid() == 0 && ::setuid(54321) != 0) std::_Exit(9);
          limit(RLIMIT_NPROC, 1);
          const auto results = run(5, with_jobs(8), [](std::size_t, const Attempt&) { return std::string("x"); });
          for (const auto& [item, result] : results) {
            if (result.reason.find("the limit on processes, ulimit -u") == std::string::npos) std::_Exit(3);
          }
          std::_Exit(results.size() == 5 ? 0 : 1);
        })) == 0);
}

TEST_CASE("hundreds of items that each end their worker in their own way", "[workers]") {
  WorkerOptions options = with_jobs(3);
  options.max_memory_mib = 1024;
  const auto results = run(300, options, [](std::size_t item, const Attempt&) {
    switch (item % 4) {
      case 0:
        std::abort();
      case 1:
        std::_Exit(3);
      case 2:
        ::kill(::getpid(), SIGKILL);
        break;
      default:
        break;
    }
    return std::string();
  });
  REQUIRE(results.size() == 300);
  for (const auto& [item, result] : results) {
    CHECK(result.ok == (item % 4 == 3));
    CHECK((result.failure == WorkFailure::killed) == (item % 4 == 2));
  }
}

TEST_CASE("sizes of memory as people write them", "[memory]") {
  const std::map<std::string, std::size_t> sizes = {{"512", 512},   {"512M", 512}, {"4G", 4096},    {"4g", 4096},
                                                    {"4GiB", 4096}, {"2gb", 2048}, {"1T", 1048576}, {"1024k", 1},
                                                    {"1K", 1},      {"1025K", 2}};
  for (const auto& [text, mib] : sizes) {
    INFO(text);
    REQUIRE(parse_memory_size(text));
    CHECK(*parse_memory_size(text) == mib);
  }
  for (const char* text : {"", "0", "0G", "-1", "4X", "G", "4 G", "1.5G", "4Gx", "4GiBs", "99999999999999999999",
                           "99999999999999T", "0x10", "4i", "+4"}) {
    INFO(text);
    CHECK(!parse_memory_size(text));
  }
}

TEST_CASE("usable memory is the least of machine and control groups", "[memory]") {
  const Folder folder;
  const std::string root = folder / "";
  folder.write("proc/meminfo", "MemTotal:       8388608 kB\nMemFree: 1 kB\n");
  CHECK(usable_memory_mib(root) == 8192);
  folder.write("proc/self/cgroup", "0::/a/b\n");
  CHECK(usable_memory_mib(root) == 8192);
  folder.write("sys/fs/cgroup/a/b/memory.max", "max\n");
  CHECK(usable_memory_mib(root) == 8192);
  folder.write("sys/fs/cgroup/a/memory.max", "2147483648\n");
  CHECK(usable_memory_mib(root) == 2048);
  folder.write("sys/fs/cgroup/memory.max", "1073741824\n");  // As in a container that does not see its own path.
  CHECK(usable_memory_mib(root) == 1024);
  folder.write("proc/self/cgroup", "3:cpu,cpuacct:/x\n4:hugetlb,memory:/docker/1\n");
  CHECK(usable_memory_mib(root) == 8192);
  folder.write("sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes", "536870912\n");
  folder.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  CHECK(usable_memory_mib(root) == 512);
}

}  // namespace
}  // namespace stallhound
