// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How a command ends. Commands do not exit: main finds out whether standard output took all that was written to it, and
// tells why the exit code is not 0.
#pragma once

#include <memory>
#include <streambuf>
#include <string>
#include <utility>

namespace stallhound {

struct Ending {
  int exit_code = 0;
  std::string why;           ///< What standard error still has to say about another code than 0.
  bool told_people = false;  ///< A report on standard output ends with it.

  Ending() = default;
  /// A code whose reason stands on standard error already.
  Ending(int code) : exit_code(code) {}  // NOLINT(google-explicit-constructor): most commands return a plain code.
  Ending(int code, std::string reason, bool told = false)
      : exit_code(code), why(std::move(reason)), told_people(told) {}
};

/// The standard files while the process lives. Makes sure that all three are open: otherwise the next file that is
/// opened takes the number of one that is not, and a report would be written into it.
class StandardFiles {
 public:
  StandardFiles();
  ~StandardFiles();
  StandardFiles(const StandardFiles&) = delete;
  StandardFiles& operator=(const StandardFiles&) = delete;

  /// Writes out what standard output still holds, says why the command failed, and returns the exit code.
  int finish(const Ending& ending);

 private:
  class Output;
  std::unique_ptr<Output> output_;
  std::streambuf* former_;
};

}  // namespace stallhound
