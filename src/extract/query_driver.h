// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Asks a compiler for its headers, its target and its version.
#pragma once

#include <string>
#include <vector>

namespace stallhound::extraction {

struct DriverAnswer {
  std::string failure{};                       ///< Why there is no answer; empty if there is one.
  std::vector<std::string> include_folders{};  ///< Without those of the compiler's own builtin headers.
  std::string target{};
  std::string gnuc_version{};  ///< "12.2.0"; empty for Clang, whose code sees the same Clang here.
};

/// Runs `program FLAGS -E -dM -v -x LANGUAGE /dev/null` for some seconds at most.
DriverAnswer query_driver(const std::string& program, const std::vector<std::string>& flags,
                          const std::string& directory, bool cxx);

/// Those flags of a command that decide what a compiler answers and cannot make it run or load anything else.
std::vector<std::string> flags_for_query(const std::vector<std::string>& command);

}  // namespace stallhound::extraction
