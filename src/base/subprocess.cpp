// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/subprocess.h"

#include <fcntl.h>
#include <llvm/Support/Program.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <optional>

#include "base/parent_death.h"

namespace stallhound {
namespace {

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  bool ok() const { return ends[0] >= 0; }
  void close(std::size_t end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
};

/// In the new process; only returns if the program cannot be run.
void become(const Subprocess& program, const std::string& file, const Pipe& input, const Pipe& output,
            const Pipe& errors) {
  ::dup2(input.ends[0], STDIN_FILENO);
  ::dup2(output.ends[1], STDOUT_FILENO);
  ::dup2(errors.ends[1], STDERR_FILENO);
  if (!program.directory.empty() && ::chdir(program.directory.c_str()) != 0) return;
  for (const auto& change : program.environment) {
    const auto equals = change.find('=');
    if (equals == std::string::npos) {
      ::unsetenv(change.c_str());
    } else {
      ::setenv(change.substr(0, equals).c_str(), change.c_str() + equals + 1, 1);
    }
  }
  std::vector<char*> arguments;
  for (const auto& word : program.command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(file.c_str(), arguments.data());
}

using Clock = std::chrono::steady_clock;

/// What poll() is to wait at most.
int left_until(const std::optional<Clock::time_point>& end) {
  if (!end) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*end - Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

/// Feeds and reads until the other side has closed everything, or the time is over.
void exchange(const std::string& input, std::optional<Clock::time_point> end, Pipe& in, Pipe& out, Pipe& err,
              SubprocessResult& result) {
  std::size_t written = 0;
  if (input.empty()) in.close(1);
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    std::array<pollfd, 3> files{{{in.ends[1], POLLOUT, 0}, {out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}}};
    const int ready = ::poll(files.data(), files.size(), left_until(end));
    if (ready < 0 && errno == EINTR) continue;
    result.timed_out = ready == 0 || left_until(end) == 0;
    if (ready < 0 || result.timed_out) return;
    if (files[0].revents != 0) {
      const auto step = ::write(in.ends[1], input.data() + written, input.size() - written);
      if (step > 0) written += static_cast<std::size_t>(step);
      if ((step < 0 && errno != EINTR && errno != EAGAIN) || written == input.size()) in.close(1);
    }
    for (auto* pipe : {&out, &err}) {
      if (files[pipe == &out ? 1 : 2].revents == 0) continue;
      std::array<char, 65536> buffer;
      const auto got = ::read(pipe->ends[0], buffer.data(), buffer.size());
      if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (got <= 0) {
        pipe->close(0);
      } else {
        (pipe == &out ? result.output : result.errors).append(buffer.data(), static_cast<std::size_t>(got));
      }
    }
  }
}

}  // namespace

std::string find_program(const std::string& name) {
  const char* variable = std::getenv("PATH");
  std::vector<llvm::StringRef> folders;
  llvm::SmallVector<llvm::StringRef, 16> listed;
  llvm::StringRef(variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin").split(listed, ':');
  std::copy_if(listed.begin(), listed.end(), std::back_inserter(folders),
               [](llvm::StringRef folder) { return folder.starts_with("/"); });
  // Without any folder LLVM would search PATH itself.
  if (folders.empty()) return "";
  const auto found = llvm::sys::findProgramByName(name, folders);
  return found ? *found : "";
}

SubprocessResult run_program(const Subprocess& program) {
  SubprocessResult result;
  Pipe input;
  Pipe output;
  Pipe errors;
  // Says why the program could not be run; closed without a word when it is.
  Pipe report;
  if (program.command.empty() || !input.ok() || !output.ok() || !errors.ok() || !report.ok()) return result;
  const auto& name = program.command.front();
  const auto file = name.find('/') == std::string::npos ? find_program(name) : name;
  if (file.empty()) return result;
  const auto end = program.limit.count() > 0 ? std::optional(Clock::now() + program.limit) : std::nullopt;
  const pid_t parent = ::getpid();
  const pid_t process = ::fork();
  if (process < 0) return result;
  if (process == 0) {
    // A signal that a program may answer: one that is killed could leave a lock behind.
    end_with_parent(parent, SIGTERM);
    become(program, file, input, output, errors);
    const std::uint8_t failed = 1;
    (void)!::write(report.ends[1], &failed, 1);
    std::_Exit(127);
  }
  input.close(0);
  output.close(1);
  errors.close(1);
  report.close(1);
  ::fcntl(input.ends[1], F_SETFL, O_NONBLOCK);
  std::uint8_t failed = 0;
  ssize_t told = 0;
  while ((told = ::read(report.ends[0], &failed, 1)) < 0 && errno == EINTR) {
  }
  result.started = told == 0;
  // A program that does not read its input must not end this one.
  struct sigaction ignore{};
  struct sigaction before{};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &before);
  exchange(program.input, end, input, output, errors, result);
  ::sigaction(SIGPIPE, &before, nullptr);
  if (result.timed_out) ::kill(process, SIGKILL);
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

}  // namespace stallhound
