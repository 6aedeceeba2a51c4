// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Makes a recorded compile command fit for Clang, and harmless.
#pragma once

#include <string>
#include <vector>

namespace stallhound::extraction {

/// A command that only says what the code means.
struct ClangCommand {
  std::vector<std::string> arguments;  ///< Compiler first, then flags, then the file. Empty: cannot be used.
  std::vector<std::string> remarks;    ///< What of the recorded command matters and is not followed, for people.
};

/// Returns the command for parsing `file` with Clang. Every option is dropped that is not
/// about the language, the target, macros or header search; files of arguments are put in place of their names. No
/// arguments if the command is not a compiler driver's (a `-cc1` line) or has none.
ClangCommand command_for_clang(const std::vector<std::string>& command, const std::string& file,
                               const std::string& directory);

}  // namespace stallhound::extraction
