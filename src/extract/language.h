// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which language a unit of the compile database is written in.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "extract/compiler_name.h"

namespace stallhound::extraction {

struct UnitLanguage {
  bool readable = true;    ///< C, C++, Objective-C, or CUDA and HIP, which are C++ on the host's side.
  std::string name{};      ///< For people, if it is not readable: "Fortran".
  std::string x_option{};  ///< What has to be given with -x, since neither command nor file name say it.
  bool cxx = false;
};

/// Decides by -x, by the compiler's name, and by the file's extension, in this order, as compilers do. `command` begins
/// with the compiler.
UnitLanguage language_of(const std::vector<std::string>& command, const CompilerName& compiler,
                         const std::string& file);

/// One remark per language: how many units are skipped.
std::vector<std::string> remarks_about(const std::map<std::string, unsigned>& skipped);

}  // namespace stallhound::extraction
