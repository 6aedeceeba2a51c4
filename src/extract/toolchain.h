// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What Clang has to be told about the compiler that a command names.
//
// Problem: a database for aarch64-linux-gnu-g++-13 describes code for another processor, with other headers, in which
// `#if __GNUC__ >= 12` holds. Clang's defaults are this machine's own processor, its headers, and GCC 4.2.
//
// Method: the target and version are in the name of the compiler, or in that of the file that it is a link to. The
// folders of a GCC have had the same layout for decades, so its headers are found from these two without running
// anything. Only compilers that the user lists (--query-driver) are run and asked, as clangd does it.
//
// Limits: a compiler that is not on this machine and whose name says no version counts as the GCC that is here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "extract/compiler_name.h"

namespace stallhound::extraction {

struct Toolchain {
  std::vector<std::string> arguments;  ///< For Clang, behind those of the command.
  std::string problem{};               ///< What could not be done about it; empty if nothing.
  std::string problem_kind{};
};

class Toolchains {
 public:
  explicit Toolchains(std::vector<std::string> query_drivers) : query_drivers_(std::move(query_drivers)) {}

  /// `command` begins with the compiler; `directory` is where it runs.
  const Toolchain& of(const std::vector<std::string>& command, const std::string& directory, bool cxx);

 private:
  Toolchain find(const std::vector<std::string>& relevant, const std::string& directory, bool cxx) const;
  bool may_query(const std::string& program) const;

  std::vector<std::string> query_drivers_;
  std::map<std::vector<std::string>, Toolchain> known_;
};

}  // namespace stallhound::extraction
