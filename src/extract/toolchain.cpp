// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/toolchain.h"

#include <llvm/Support/Path.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>

#include "base/path_patterns.h"
#include "extract/clang_versions.h"
#include "extract/gcc_install.h"
#include "extract/query_driver.h"

namespace stallhound::extraction {
namespace {

bool clang_knows(const std::string& target) { return is_known_target(llvm::Triple::normalize(target)); }

/// The target that the command itself asks for; empty if none.
std::string given_target(const std::vector<std::string>& flags) {
  std::string target;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    llvm::StringRef flag = flags[i];
    if (flag == "-target" && i + 1 < flags.size()) target = flags[i + 1];
    // Apple's compilers are asked for a processor; the system is theirs.
    if (flag == "-arch" && i + 1 < flags.size() && target.empty()) target = flags[i + 1] + "-apple-macosx";
    if (flag.consume_front("--target=")) target = flag.str();
  }
  return target;
}

/// Code of a GCC sees that GCC: `__GNUC__` is its version, and `__clang__` is not defined. See extract/gcc_view.h.
void pose_as_gcc(const std::string& version, Toolchain& toolchain) {
  toolchain.arguments.push_back("-fgnuc-version=" + version);
  toolchain.arguments.emplace_back("-U__clang__");
}

void add_folders(const char* option, const std::vector<std::string>& folders, Toolchain& toolchain) {
  for (const auto& folder : folders) {
    toolchain.arguments.emplace_back(option);
    toolchain.arguments.push_back(folder);
  }
}

Toolchain from_answer(const DriverAnswer& answer) {
  Toolchain toolchain;
  if (clang_knows(answer.target)) toolchain.arguments.push_back("--target=" + answer.target);
  // Clang's own builtin headers stay.
  toolchain.arguments.emplace_back("-nostdlibinc");
  toolchain.arguments.emplace_back("-nostdinc++");
  add_folders("-isystem", answer.include_folders, toolchain);
  if (!answer.gnuc_version.empty()) pose_as_gcc(answer.gnuc_version, toolchain);
  return toolchain;
}

/// Clang's driver itself finds the headers of GCCs for Linux and Windows that are installed as part of the system.
bool clang_finds_headers(const GccInstall& install) {
  const llvm::Triple triple(llvm::Triple::normalize(install.triple));
  return install.prefix == "/usr" && (triple.isOSLinux() || triple.isOSWindows());
}

void add_gcc(const InstalledCompiler& compiler, bool cxx, bool foreign, Toolchain& toolchain) {
  const auto install = find_gcc_install(compiler);
  if (install.version[0] != 0) {
    pose_as_gcc(std::to_string(install.version[0]) + '.' + std::to_string(install.version[1]) + '.' +
                    std::to_string(install.version[2]),
                toolchain);
  }
  if (install.folder.empty()) return;
  if (foreign && !clang_finds_headers(install)) {
    if (cxx) add_folders("-cxx-isystem", cxx_header_folders(install), toolchain);
    add_folders("-idirafter", c_header_folders(install), toolchain);
  } else if (!foreign && !cxx_header_folders(install).empty()) {
    // Of several GCCs the one that is named; Clang takes the newest.
    toolchain.arguments.push_back("--gcc-install-dir=" + install.folder);
  }
}

}  // namespace

bool Toolchains::may_query(const std::string& program) const {
  return llvm::sys::path::is_absolute(program) && any_path_matches(query_drivers_, program.substr(1));
}

Toolchain Toolchains::find(const std::vector<std::string>& relevant, const std::string& directory, bool cxx) const {
  auto compiler = resolve_compiler(relevant.front(), directory);
  const std::vector<std::string> flags(relevant.begin() + 1, relevant.end());
  Toolchain toolchain;
  if (may_query(compiler.program)) {
    const auto answer = query_driver(compiler.program, flags, directory, cxx);
    if (answer.failure.empty()) return from_answer(answer);
    toolchain.problem_kind = "query-driver";
    toolchain.problem = "'" + compiler.program + "' could not be asked for its headers: " + answer.failure;
  }
  const auto given = given_target(flags);
  const auto target = given.empty() ? compiler.name.target : given;
  if (!target.empty() && clang_knows(target)) {
    toolchain.arguments.push_back("--target=" + target);
  } else if (!target.empty()) {
    toolchain.arguments.push_back("--target=" + llvm::sys::getDefaultTargetTriple());
    toolchain.problem_kind = "other-target";
    toolchain.problem = "Clang does not know the target '" + target + "'; the code was read as code for this machine";
  }
  if (compiler.name.kind == CompilerKind::gcc) add_gcc(compiler, cxx, !compiler.name.target.empty(), toolchain);
  return toolchain;
}

const Toolchain& Toolchains::of(const std::vector<std::string>& command, const std::string& directory, bool cxx) {
  std::vector<std::string> relevant{command.front()};
  const auto flags = flags_for_query(command);
  relevant.insert(relevant.end(), flags.begin(), flags.end());
  // Only a name with folders depends on where the command runs.
  auto key = relevant;
  key.push_back(llvm::StringRef(command.front()).contains('/') ? directory : std::string());
  key.emplace_back(cxx ? "c++" : "c");
  auto known = known_.find(key);
  if (known == known_.end()) known = known_.emplace(key, find(relevant, directory, cxx)).first;
  return known->second;
}

}  // namespace stallhound::extraction
