// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Another program's answer.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace stallhound {

struct Subprocess {
  std::vector<std::string> command;  ///< Program, looked up in PATH, and arguments.
  std::string directory;             ///< Where it runs.
  std::string input{};               ///< What it reads from standard input.
  /// Changes of the environment: "NAME=value" sets, "NAME" removes.
  std::vector<std::string> environment{};
  std::chrono::milliseconds limit{0};  ///< Killed when it runs longer; 0: no limit.
};

struct SubprocessResult {
  bool started = false;    ///< False: there is no such program, or no process to run it.
  bool timed_out = false;  ///< It was killed, since it ran longer than it may.
  int status = -1;         ///< Exit code; -1 if a signal ended it.
  std::string output;
  std::string errors;

  bool ok() const { return started && !timed_out && status == 0; }
};

/// Runs a program to its end.
SubprocessResult run_program(const Subprocess& program);

}  // namespace stallhound
