// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Data lies relative to the executable, so that an install prefix can be moved: <prefix>/bin/stallhound finds
// <prefix>/share/stallhound/rules, build/release/stallhound finds build/release/share/stallhound/rules.
#include "app/locations.h"

#include <sys/auxv.h>

#include <cstdlib>
#include <filesystem>
#include <initializer_list>

namespace stallhound {
namespace {

namespace fs = std::filesystem;

fs::path executable_dir() {
  const fs::path path = executable_path();
  return path.parent_path();
}

std::string first_with(std::initializer_list<fs::path> candidates, const char* needed) {
  std::error_code error;
  for (const auto& candidate : candidates) {
    if (!candidate.empty() && fs::exists(candidate / needed, error))
      return fs::weakly_canonical(candidate, error).string();
  }
  return "";
}

}  // namespace

std::string executable_path() {
  std::error_code error;
  auto path = fs::read_symlink("/proc/self/exe", error);
  if (!error) return path.string();
  // A chroot without /proc: the path that was executed, of which the kernel keeps what the caller wrote.
  const auto* executed = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  if (executed != nullptr) path = fs::canonical(executed, error);
  return error ? "" : path.string();
}

std::string find_rules_dir() {
  const auto here = executable_dir();
  const fs::path data = STALLHOUND_DATADIR;
  return first_with({here / "share/stallhound/rules", here / ".." / data / "stallhound/rules"}, "posix.json");
}

std::string find_resource_dir() {
  const auto here = executable_dir();
  const fs::path data = STALLHOUND_DATADIR;
  return first_with({here / ".." / data / "stallhound/clang", STALLHOUND_RESOURCE_DIR, "/usr/lib/llvm-22/lib/clang/22",
                     "/usr/lib/clang/22"},
                    "include/stddef.h");
}

std::string default_cache_dir() {
  std::error_code error;
  // Relative paths are to be ignored, says the XDG Base Directory Specification.
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
    return (fs::path(cache) / "stallhound").string();
  }
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/' || !fs::is_directory(home, error)) return "";
  return (fs::path(home) / ".cache" / "stallhound").string();
}

}  // namespace stallhound
