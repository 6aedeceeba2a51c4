// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/gcc_install.h"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/Process.h>
#include <llvm/Support/Program.h>
#include <llvm/Support/VersionTuple.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>

#include <algorithm>
#include <optional>

#include "extract/clang_versions.h"

namespace stallhound::extraction {
namespace {

namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

std::string joined(llvm::StringRef folder, llvm::StringRef first, llvm::StringRef second = "",
                   llvm::StringRef third = "") {
  llvm::SmallString<256> result(folder);
  path::append(result, first, second, third);
  return std::string(result);
}

std::string behind_links(const std::string& program) {
  llvm::SmallString<256> real;
  return fs::real_path(program, real) ? std::string() : std::string(real);
}

/// All programs of this name in PATH, in its order.
std::vector<std::string> in_path(llvm::StringRef name) {
  std::vector<std::string> programs;
  llvm::SmallVector<llvm::StringRef, 16> folders;
  const auto variable = llvm::sys::Process::GetEnv("PATH");
  if (variable) llvm::StringRef(*variable).split(folders, llvm::sys::EnvPathSeparator, -1, false);
  for (const auto folder : folders) {
    auto program = joined(folder, name);
    if (path::is_absolute(folder) && fs::can_execute(program)) programs.push_back(std::move(program));
  }
  return programs;
}

std::vector<std::string> candidates(llvm::StringRef word, llvm::StringRef directory) {
  if (!word.contains('/')) return in_path(word);
  llvm::SmallString<256> program(word);
  make_absolute(directory, program);
  path::remove_dots(program, /*remove_dot_dot=*/true);
  auto programs = in_path(path::filename(word));
  programs.insert(programs.begin(), std::string(program));
  return programs;
}

/// The version that a folder is named by: "12", "12.2.0", "12-posix".
std::optional<llvm::VersionTuple> version_of(llvm::StringRef name) {
  const auto digits = name.take_while([](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  llvm::VersionTuple version;
  if (digits.empty() || version.tryParse(digits)) return std::nullopt;
  return version;
}

/// Whether a folder's version is the one that is asked for; "12" asks for any 12.
bool is_version(const llvm::VersionTuple& version, const std::optional<llvm::VersionTuple>& wanted) {
  if (!wanted) return true;
  return version.getMajor() == wanted->getMajor() &&
         (!wanted->getMinor() || !version.getMinor() || version.getMinor() == wanted->getMinor());
}

std::vector<std::string> prefixes(const InstalledCompiler& compiler) {
  std::vector<std::string> result;
  for (const auto& program : {compiler.program, compiler.resolved}) {
    const auto prefix = path::parent_path(path::parent_path(program)).str();
    if (!prefix.empty() && prefix != "/" && !llvm::is_contained(result, prefix)) result.push_back(prefix);
  }
  if (!llvm::is_contained(result, "/usr")) result.emplace_back("/usr");
  return result;
}

bool is_of_target(llvm::StringRef triple, llvm::StringRef target) {
  if (!target.empty() && triple == target) return true;
  const llvm::Triple folder(llvm::Triple::normalize(triple));
  const llvm::Triple wanted(target.empty() ? llvm::sys::getDefaultTargetTriple() : llvm::Triple::normalize(target));
  return folder.getArch() == wanted.getArch() && folder.getOS() == wanted.getOS() &&
         folder.getEnvironment() == wanted.getEnvironment();
}

void set_version(GccInstall& install, const llvm::VersionTuple& version) {
  install.version[0] = version.getMajor();
  // Folders and names often have the major number only; each series begins with N.1.
  install.version[1] = version.getMinor().value_or(1);
  install.version[2] = version.getSubminor().value_or(0);
}

/// Takes the newest fitting version below PREFIX/lib/gcc if it is newer than what is known.
void look_below(const std::string& prefix, llvm::StringRef library, llvm::StringRef target,
                const std::optional<llvm::VersionTuple>& wanted, GccInstall& best, llvm::VersionTuple& newest) {
  std::error_code error;
  for (fs::directory_iterator triples(joined(prefix, library), error), end; !error && triples != end;
       triples.increment(error)) {
    const auto triple = path::filename(triples->path());
    if (!is_of_target(triple, target)) continue;
    std::error_code inner;
    for (fs::directory_iterator versions(triples->path(), inner); !inner && versions != end;
         versions.increment(inner)) {
      const auto version = version_of(path::filename(versions->path()));
      if (!version || !is_version(*version, wanted)) continue;
      const bool is_newer = newest < *version || (newest == *version && versions->path() < best.folder);
      if (!best.folder.empty() && !is_newer) continue;
      newest = *version;
      best.folder = versions->path();
      best.prefix = prefix;
      best.triple = triple.str();
    }
  }
}

std::vector<std::string> existing(std::vector<std::string> folders) {
  std::erase_if(folders, [](const std::string& folder) { return !fs::is_directory(folder); });
  return folders;
}

}  // namespace

InstalledCompiler resolve_compiler(const std::string& word, const std::string& directory) {
  InstalledCompiler compiler{read_compiler_name(word), word, {}};
  const auto programs = candidates(word, directory);
  if (!programs.empty()) compiler.program = programs.front();
  for (const auto& program : programs) {
    const auto resolved = behind_links(program);
    const auto name = read_compiler_name(resolved);
    if (name.kind == CompilerKind::other) continue;
    compiler.resolved = resolved;
    // A link named gcc may lead to Clang.
    if (compiler.name.kind == CompilerKind::generic || name.kind == CompilerKind::clang) {
      compiler.name.kind = name.kind;
    }
    if (compiler.name.version.empty()) compiler.name.version = name.version;
    break;
  }
  return compiler;
}

GccInstall find_gcc_install(const InstalledCompiler& compiler) {
  const auto wanted = version_of(compiler.name.version);
  GccInstall install;
  llvm::VersionTuple newest;
  for (const auto& prefix : prefixes(compiler)) {
    for (const auto* library : {"lib/gcc", "lib64/gcc", "lib/gcc-cross"}) {
      look_below(prefix, library, compiler.name.target, wanted, install, newest);
    }
    if (!install.folder.empty()) break;
  }
  if (!install.folder.empty()) {
    set_version(install, newest);
  } else if (wanted) {
    set_version(install, *wanted);
  }
  return install;
}

std::vector<std::string> cxx_header_folders(const GccInstall& install) {
  const auto version = path::filename(install.folder);
  for (const auto& base : {joined(install.prefix, install.triple, "include/c++", version),
                           joined(install.folder, "include/c++"), joined(install.prefix, "include/c++", version)}) {
    if (!fs::is_directory(base)) continue;
    return existing({base, joined(base, install.triple), joined(base, "backward")});
  }
  return {};
}

std::vector<std::string> c_header_folders(const GccInstall& install) {
  const auto own = joined(install.prefix, install.triple);
  return existing({joined(own, "include"), joined(own, "sys-include"), joined(own, "libc/usr/include"),
                   joined(own, "sysroot/usr/include"), joined(own, "sys-root/usr/include"),
                   joined(own, "sys-root/mingw/include"), joined(install.prefix, "lib", install.triple, "include")});
}

}  // namespace stallhound::extraction
