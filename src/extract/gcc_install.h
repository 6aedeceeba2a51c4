// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where a GCC keeps its headers.
#pragma once

#include <string>
#include <vector>

#include "extract/compiler_name.h"

namespace stallhound::extraction {

/// A compiler as the file system knows it.
struct InstalledCompiler {
  CompilerName name;     ///< With what the files behind links say.
  std::string program;   ///< Absolute path as the command names it; only a name if it is not on this machine.
  std::string resolved;  ///< The file behind all links.
};

/// Follows the links of a compiler. Where the command's own program is a launcher (a link to ccache), the next one of
/// its name in PATH counts.
InstalledCompiler resolve_compiler(const std::string& word, const std::string& directory);

struct GccInstall {
  std::string folder;        ///< /usr/lib/gcc/x86_64-linux-gnu/12
  std::string prefix;        ///< /usr
  std::string triple;        ///< The folder's own spelling of the target.
  unsigned version[3] = {};  ///< Major, minor, patch level.
};

/// The installation that a GCC belongs to; with an empty folder if there is none here. The version is known all the
/// same if the name says it.
GccInstall find_gcc_install(const InstalledCompiler& compiler);

/// Folders of the C++ library and of the C library of a cross compiler; those that exist.
std::vector<std::string> cxx_header_folders(const GccInstall& install);
std::vector<std::string> c_header_folders(const GccInstall& install);

}  // namespace stallhound::extraction
