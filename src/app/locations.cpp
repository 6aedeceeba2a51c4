// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Data lies relative to the executable, so that an install prefix can be moved: <prefix>/bin/stallhound finds
// <prefix>/share/stallhound/rules, build/release/stallhound finds build/release/share/stallhound/rules.
#include "app/locations.h"

#include <sys/auxv.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <sstream>

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

bool has_packs(const fs::path& directory) {
  std::error_code error;
  for (fs::directory_iterator entries(directory, error); !error && entries != fs::directory_iterator();
       entries.increment(error)) {
    if (entries->path().extension() == ".json" && entries->path().filename() != "schema.json") return true;
  }
  return false;
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

std::vector<std::string> find_pack_dirs(const std::string& project_root) {
  std::vector<fs::path> candidates;
  const std::string own = find_rules_dir();
  if (!own.empty()) candidates.push_back(fs::path(own).parent_path() / "rules.d");
  // The list names the most important folder first; what is read last wins.
  std::vector<fs::path> data;
  const char* listed = std::getenv("XDG_DATA_DIRS");
  std::istringstream list(listed != nullptr && *listed != '\0' ? listed : "/usr/local/share:/usr/share");
  for (std::string directory; std::getline(list, directory, ':');) {
    // Relative ones would make the report depend on where one stands.
    if (directory.starts_with('/')) data.push_back(fs::path(directory) / "stallhound/rules.d");
  }
  candidates.insert(candidates.end(), data.rbegin(), data.rend());
  if (!project_root.empty()) candidates.push_back(fs::path(project_root) / ".stallhound/rules");

  std::vector<std::string> found;
  if (!own.empty()) found.push_back(own);
  for (const fs::path& candidate : candidates) {
    if (!has_packs(candidate)) continue;
    std::error_code error;
    std::string path = fs::weakly_canonical(candidate, error).string();
    if (std::find(found.begin(), found.end(), path) == found.end()) found.push_back(std::move(path));
  }
  return found;
}

Diagnostics check_project_packs(const std::string& project_root) {
  Diagnostics errors;
  std::error_code error;
  const auto folder = fs::path(project_root) / ".stallhound/rules";
  const auto root = fs::weakly_canonical(project_root, error);
  if (project_root.empty()) return errors;
  for (fs::directory_iterator entries(folder, error); !error && entries != fs::directory_iterator();
       entries.increment(error)) {
    std::error_code ignored;
    const auto real = fs::weakly_canonical(entries->path(), ignored);
    const auto inside = real.lexically_relative(root);
    if (entries->path().extension() != ".json" || (!inside.empty() && *inside.begin() != "..")) continue;
    errors.push_back({(fs::path(".stallhound/rules") / entries->path().filename()).string(), 0, 0,
                      "this link leads out of the project, to " + real.string(),
                      "remove it, and name the pack on the command line: --rules " + real.string()});
  }
  std::sort(errors.begin(), errors.end(), [](const Diagnostic& a, const Diagnostic& b) { return a.file < b.file; });
  return errors;
}

std::string marked_root(const std::string& directory) {
  std::error_code error;
  for (fs::path folder = directory; folder.has_relative_path(); folder = folder.parent_path()) {
    for (const char* marker : {".stallhound.json", ".stallhound", ".git"}) {
      if (fs::exists(folder / marker, error)) return folder.string();
    }
  }
  return "";
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
