// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the name of a compiler says: whose it is, which target and version it is for.
#pragma once

#include <llvm/ADT/StringRef.h>

#include <cstddef>
#include <string>
#include <vector>

namespace stallhound::extraction {

enum class CompilerKind {
  clang,    ///< Clang, or a compiler that is made of it and says so with __clang__.
  gcc,      ///< GCC.
  cl,       ///< Takes options as Microsoft's compiler does.
  generic,  ///< A C or C++ compiler that does not say whose it is: cc, c++, c99.
  other     ///< A program that is not known as a C or C++ compiler.
};

struct CompilerName {
  CompilerKind kind = CompilerKind::other;
  std::string target;   ///< "aarch64-linux-gnu"; empty: this machine's own.
  std::string version;  ///< "13" or "4.9"; empty if the name says none.
  bool cxx = false;     ///< Compiles as C++ what does not say what it is.
};

/// Reads a program's name; folders and ".exe" do not count.
CompilerName read_compiler_name(llvm::StringRef program);

/// The index of the word that names the compiler, behind launchers (ccache, env NAME=value, wrapper scripts); the
/// number of words if there is none.
///
/// The compiler is the first word that looks like one by its name. As launchers can look so as well (distcc), further
/// such words before the first option count more. Where none looks like one, it is the last program before the options
/// and sources.
std::size_t find_compiler(const std::vector<std::string>& command);

/// True if the command hands a script to a shell (sh -c "..."): what it compiles is not in its words.
bool is_shell_script(const std::vector<std::string>& command);

}  // namespace stallhound::extraction
