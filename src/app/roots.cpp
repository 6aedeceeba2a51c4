// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Problem. With src/ (and its .git) beside build/, the root is src/, and what the build generates (moc's classes,
// tables of commands, parsers) would be code of a library: known to nobody, and its bodies not even parsed.
//
// Limits. A database may lie anywhere, and a root means that everything below is the project's own: a folder that
// holds more than one build is none.
#include "app/roots.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>

namespace stallhound {
namespace {

namespace fs = std::filesystem;

bool holds(const fs::path& folder, const fs::path& path) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// A folder that many projects share, or in which the system keeps its own headers.
bool is_shared(const fs::path& folder) {
  // These themselves, since builds may lie below; all that lies above of them, too.
  constexpr const char* shared[] = {"/tmp", "/var/tmp", "/usr/src", "/usr/local/src", "/home",    "/root",
                                    "/opt", "/srv",     "/mnt",     "/media",         "/run/user"};
  constexpr const char* system[] = {"/usr/include",   "/usr/lib", "/usr/share", "/usr/local/include",
                                    "/usr/local/lib", "/usr/bin", "/bin",       "/sbin",
                                    "/lib",           "/lib64",   "/etc",       "/dev",
                                    "/proc",          "/sys",     "/boot"};
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/' && holds(folder, fs::path(home).lexically_normal())) return true;
  return std::any_of(std::begin(shared), std::end(shared), [&](const char* other) { return holds(folder, other); }) ||
         std::any_of(std::begin(system), std::end(system),
                     [&](const char* other) { return holds(folder, other) || holds(other, folder); });
}

}  // namespace

std::vector<std::string> default_roots(const Project& project) {
  std::vector<std::string> roots{project.root};
  std::error_code error;
  // Often a link in the source folder to the one in the build folder.
  const auto folder = fs::canonical(project.database, error).parent_path();
  if (error || holds(project.root, folder) || holds(folder, project.root) || is_shared(folder)) return roots;
  roots.push_back(folder.string());
  return roots;
}

}  // namespace stallhound
