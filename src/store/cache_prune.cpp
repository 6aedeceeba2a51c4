// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a cache takes, and how to make it smaller. Only files under names that a cache makes are looked at, so that a
// folder that was named by mistake loses nothing.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "base/files.h"
#include "store/cache.h"
#include "store/cache_file.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

/// "cdef0123...-0.shard"
bool is_shard_name(std::string_view name) {
  constexpr std::size_t digits = 30;
  if (name.size() != digits + 8 || !name.ends_with(".shard") || name[digits] != '-') return false;
  return name.substr(0, digits).find_first_not_of("0123456789abcdef") == std::string_view::npos &&
         name[digits + 1] >= '0' && name[digits + 1] <= '9';
}

bool is_temporary_name(std::string_view name) {
  // Some file systems need a number at the end (src/base/whole_file.cpp).
  return name.starts_with("tmp-") && name.find(".shard") != std::string_view::npos;
}

bool is_folder_name(std::string_view name) {
  return name.size() == 2 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_version_name(std::string_view name) {
  return name.size() > 1 && name[0] == 'v' && name.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

struct Found {
  std::string path;
  std::uint64_t size = 0;
  std::chrono::system_clock::time_point used;
  bool temporary = false;
  bool other = false;  ///< Of another version of the tool.
};

/// Every file that a cache made in this folder, whatever its version.
std::vector<Found> all_files(const std::string& folder, std::uint64_t tool) {
  std::vector<Found> files;
  std::error_code error;
  for (const auto& version : fs::directory_iterator(folder, error)) {
    const auto version_name = version.path().filename().string();
    if (!is_version_name(version_name)) continue;
    const bool other = version_name != "v" + std::to_string(cache_format);
    for (const auto& part : fs::directory_iterator(version.path(), error)) {
      if (!is_folder_name(part.path().filename().string())) continue;
      for (const auto& entry : fs::directory_iterator(part.path(), error)) {
        const auto name = entry.path().filename().string();
        struct stat info{};
        if (!(is_shard_name(name) || is_temporary_name(name)) || ::lstat(entry.path().c_str(), &info) != 0) continue;
        Found file{entry.path().string(), static_cast<std::uint64_t>(info.st_size),
                   std::chrono::system_clock::from_time_t(info.st_mtim.tv_sec), is_temporary_name(name), other};
        if (!file.other && !file.temporary) {
          file.other = storage::tool_of(file.path) != tool;
        }
        files.push_back(std::move(file));
      }
    }
  }
  return files;
}

void count(CacheStats& stats, const Found& file) {
  if (file.temporary) {
    ++stats.leftovers;
    return;
  }
  if (stats.shards == 0 || file.used < stats.oldest) stats.oldest = file.used;
  ++stats.shards;
  stats.bytes += file.size;
  if (!file.other) return;
  ++stats.other_shards;
  stats.other_bytes += file.size;
}

}  // namespace

CacheStats Cache::stats() const {
  CacheStats stats;
  for (const auto& file : all_files(folder_, tool_)) count(stats, file);
  return stats;
}

CacheStats Cache::prune(const CacheLimits& limits) const {
  CacheStats dropped;
  const auto now = std::chrono::system_clock::now();
  auto files = all_files(folder_, tool_);
  std::sort(files.begin(), files.end(),
            [](const Found& a, const Found& b) { return std::tie(a.used, a.path) < std::tie(b.used, b.path); });
  std::uint64_t left = 0;
  for (const auto& file : files) left += file.temporary ? 0 : file.size;
  std::vector<fs::path> folders;
  const auto drop = [&](const Found& file) {
    if (::unlink(file.path.c_str()) != 0) return;
    if (!file.temporary) left -= file.size;
    count(dropped, file);
    folders.push_back(fs::path(file.path).parent_path());
  };
  std::vector<Found> kept;
  for (const auto& file : files) {
    // A temporary file belongs to a scan that is running; one of an hour ago, to one that was killed.
    const bool leftover = file.temporary && now - file.used > std::chrono::hours(1);
    const bool unwanted = !file.temporary && (limits.everything || (limits.other_versions && file.other) ||
                                              (limits.older_than && now - file.used > *limits.older_than));
    if (leftover || unwanted) {
      drop(file);
    } else if (!file.temporary) {
      kept.push_back(file);
    }
  }
  for (const auto& file : kept) {
    if (!limits.max_bytes || left <= *limits.max_bytes) break;
    drop(file);
  }
  std::error_code ignored;
  for (const auto& folder : folders) {
    // Fails, as it should, for folders that still hold something.
    if (fs::remove(folder, ignored)) fs::remove(folder.parent_path(), ignored);
  }
  if (limits.everything) {
    for (const auto* name : {"tidied", "CACHEDIR.TAG"}) fs::remove(fs::path(folder_) / name, ignored);
  }
  return dropped;
}

void Cache::tidy() const {
  constexpr auto day = std::chrono::hours(24);
  const auto stamp = folder_ + "/tidied";
  struct stat info{};
  if (::stat(stamp.c_str(), &info) == 0 &&
      std::chrono::system_clock::now() - std::chrono::system_clock::from_time_t(info.st_mtim.tv_sec) < day) {
    return;
  }
  if (replace_file(stamp, "the last time that old shards were looked for\n")) return;
  CacheLimits limits;
  limits.older_than = 30 * day;
  prune(limits);
}

}  // namespace stallhound
