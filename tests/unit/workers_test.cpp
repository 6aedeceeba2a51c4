// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The worker pool: every item is answered exactly once, whatever happens to the process that works on it.
#include "base/workers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "catch.h"

namespace stallhound {
namespace {

struct Answers {
  std::map<std::size_t, WorkResult> results;
  std::size_t calls = 0;
};

Answers run_attempts(std::size_t count, const WorkerOptions& options, const Work& work) {
  Answers answers;
  run_in_processes(count, options, work, [&](std::size_t item, WorkResult result) {
    ++answers.calls;
    answers.results[item] = std::move(result);
  });
  return answers;
}

Answers run(std::size_t count, const WorkerOptions& options, const std::function<std::string(std::size_t)>& work) {
  return run_attempts(count, options, [&](std::size_t item, const Attempt&) { return work(item); });
}

WorkerOptions with_jobs(unsigned jobs) {
  WorkerOptions options;
  options.jobs = jobs;
  return options;
}

/// Only in a worker: a signal's default action and no core file.
[[noreturn]] void die_by(int signal_number) {
  ::signal(signal_number, SIG_DFL);
  ::raise(signal_number);
  std::_Exit(99);
}

TEST_CASE("every item is answered once, for any number of jobs", "[workers]") {
  for (const unsigned jobs : {1U, 2U, 3U, 7U, 64U}) {
    for (const std::size_t count : {0U, 1U, 2U, 5U, 200U}) {
      INFO(jobs << " jobs, " << count << " items");
      const auto answers = run(count, with_jobs(jobs), [](std::size_t item) { return "item " + std::to_string(item); });
      CHECK(answers.calls == count);
      REQUIRE(answers.results.size() == count);
      for (const auto& [item, result] : answers.results) {
        CHECK(result.ok);
        CHECK(result.bytes == "item " + std::to_string(item));
      }
    }
  }
}

TEST_CASE("work happens in other processes, several at a time", "[workers]") {
  const auto answers = run(40, with_jobs(4), [](std::size_t) {
    ::usleep(2000);
    return std::to_string(::getpid());
  });
  std::map<std::string, int> processes;
  for (const auto& [item, result] : answers.results) ++processes[result.bytes];
  CHECK(processes.size() == 4);
  CHECK(processes.count(std::to_string(::getpid())) == 0);
}

TEST_CASE("results larger than a pipe, empty ones, and ones with zero bytes arrive whole", "[workers]") {
  const auto answers = run(6, with_jobs(2), [](std::size_t item) {
    return item == 0 ? std::string() : std::string(item * 1000003, static_cast<char>(item - 1));
  });
  REQUIRE(answers.results.size() == 6);
  for (const auto& [item, result] : answers.results) {
    CHECK(result.ok);
    CHECK(result.bytes.size() == item * 1000003);
    CHECK(result.bytes.find_first_not_of(static_cast<char>(item - 1)) == std::string::npos);
  }
}

TEST_CASE("an item that kills its process costs only itself", "[workers]") {
  for (const unsigned jobs : {1U, 3U}) {
    const auto answers = run(30, with_jobs(jobs), [](std::size_t item) {
      if (item % 10 == 3) die_by(SIGSEGV);
      if (item % 10 == 5) std::_Exit(3);
      if (item % 10 == 7) die_by(SIGKILL);
      return std::string("fine");
    });
    CHECK(answers.calls == 30);
    for (const auto& [item, result] : answers.results) {
      INFO(item);
      CHECK(result.ok == (item % 10 != 3 && item % 10 != 5 && item % 10 != 7));
      if (item % 10 == 3) CHECK(result.reason == "crashed (signal 11)");
      if (item % 10 == 5) CHECK(result.reason == "ended early (status 3)");
      if (item % 10 == 7) CHECK(result.reason == "was killed (signal 9), and again when nothing ran beside it");
    }
  }
}

TEST_CASE("all items may die", "[workers]") {
  const auto answers = run(8, with_jobs(2), [](std::size_t) -> std::string { std::_Exit(3); });
  CHECK(answers.calls == 8);
  for (const auto& [item, result] : answers.results) CHECK(!result.ok);
}

TEST_CASE("an exception ends the worker, not its copy of the caller", "[workers]") {
  const auto answers = run(3, with_jobs(1), [](std::size_t item) -> std::string {
    std::set_terminate([] { std::_Exit(70); });
    if (item == 1) throw std::runtime_error("from work");
    return "fine";
  });
  // A second copy of this process would get here, too, and end with the status of a failed test run.
  CHECK(answers.calls == 3);
  CHECK(answers.results.at(0).ok);
  CHECK(answers.results.at(1).reason == "ended early (status 70)");
  CHECK(answers.results.at(2).ok);
}

TEST_CASE("an item that hangs is ended after its time", "[workers]") {
  WorkerOptions options = with_jobs(2);
  options.timeout_seconds = 1;
  const auto before = std::chrono::steady_clock::now();
  const auto answers = run(6, options, [](std::size_t item) {
    if (item == 2) ::sleep(60);
    return std::string("fine");
  });
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(20));
  CHECK(answers.calls == 6);
  for (const auto& [item, result] : answers.results) {
    CHECK(result.ok == (item != 2));
    if (item == 2) CHECK(result.reason == "took longer than 1 s");
  }
}

TEST_CASE("a worker that has grown too large is replaced without losing an item", "[workers]") {
  WorkerOptions options = with_jobs(2);
  options.memory_mib = 0;  // Any process is larger.
  const auto answers = run(12, options, [](std::size_t item) {
    return std::to_string(::getpid()) + std::string(item == 5 ? 200000 : 0, ' ');
  });
  CHECK(answers.calls == 12);
  std::map<int, int> processes;
  for (const auto& [item, result] : answers.results) {
    CHECK(result.ok);
    ++processes[std::stoi(result.bytes)];
  }
  CHECK(processes.size() == 12);
}

TEST_CASE("no process and no open file is left behind", "[workers]") {
  const int before = ::dup(0);
  ::close(before);
  run(20, with_jobs(4), [](std::size_t item) {
    if (item == 4) std::_Exit(3);
    return std::string("x");
  });
  const int after = ::dup(0);
  ::close(after);
  CHECK(after == before);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("broken pipes end neither the pool nor its caller's handling of them", "[workers]") {
  struct sigaction before{};
  ::sigaction(SIGPIPE, nullptr, &before);
  run(4, with_jobs(2), [](std::size_t) -> std::string { std::_Exit(1); });
  struct sigaction after{};
  ::sigaction(SIGPIPE, nullptr, &after);
  CHECK(after.sa_handler == before.sa_handler);
}

TEST_CASE("the next attempt at a crashed item knows the notes of those before", "[workers]") {
  WorkerOptions options = with_jobs(2);
  options.crash_retries = 3;
  const auto answers = run_attempts(6, options, [](std::size_t item, const Attempt& attempt) {
    if (item == 4) {
      leave_note("forgotten");
      leave_note("body " + std::to_string(attempt.notes.size()));
      if (attempt.number <= 2) die_by(SIGSEGV);
    }
    if (item == 5) die_by(SIGSEGV);  // Its worker may have left a note about another item.
    std::string text = std::to_string(attempt.number);
    for (const auto& note : attempt.notes) text += ' ' + note;
    return text;
  });
  CHECK(answers.calls == 6);
  CHECK(answers.results.at(0).bytes == "1");
  CHECK(answers.results.at(4).bytes == "3 body 0 body 1");
  CHECK(answers.results.at(4).notes == std::vector<std::string>{"body 0", "body 1"});
  CHECK(answers.results.at(5).failure == WorkFailure::crashed);
  CHECK(answers.results.at(5).notes.empty());
}

TEST_CASE("an item that crashes in every attempt is given up, with all its notes", "[workers]") {
  WorkerOptions options = with_jobs(3);
  options.crash_retries = 2;
  const auto answers = run_attempts(3, options, [](std::size_t, const Attempt& attempt) -> std::string {
    leave_note(attempt.number == 2 ? std::string(max_note_size + 100, 'x') : "note");
    std::abort();
  });
  CHECK(answers.calls == 3);
  for (const auto& [item, result] : answers.results) {
    CHECK(result.failure == WorkFailure::crashed);
    CHECK(result.notes == std::vector<std::string>{"note", std::string(max_note_size, 'x'), "note"});
  }
}

TEST_CASE("a crash is not tried again unless asked for", "[workers]") {
  const auto answers = run_attempts(1, with_jobs(1), [](std::size_t, const Attempt& attempt) -> std::string {
    leave_note("note");
    if (attempt.number == 1) std::abort();
    return "second";
  });
  CHECK(answers.results.at(0).reason == "crashed (signal 6)");
  CHECK(answers.results.at(0).notes == std::vector<std::string>{"note"});
}

}  // namespace
}  // namespace stallhound
