// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a person can do about a unit that misses something of its compiler.
#pragma once

#include <clang/Frontend/CompilerInstance.h>

#include <string>
#include <vector>

#include "stallhound/phases.h"

namespace stallhound::extraction {

/// Whether a unit can find the headers of its compiler.
struct Surroundings {
  bool c_library = true;               ///< Those of the C library.
  bool cxx = false;                    ///< The unit is C++.
  std::vector<std::string> c_folders;  ///< Where the C library is looked for.
};

/// Looks at the folders in which the unit searches for headers.
Surroundings look_around(clang::CompilerInstance& compiler);

/// The first error of a unit, with advice where the compiler's own headers or a C++ module are missing.
std::string advise(const std::string& error, const Surroundings& surroundings, const TuJob& job);

}  // namespace stallhound::extraction
