// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// <folder>/v1/ab/cdef0123...-0.shard: the key's digits, and a slot. A key has a few slots, because what was true on
// another branch will be true again.
#include "store/cache.h"

#include <fcntl.h>
#include <llvm/Support/xxhash.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>

#include "base/files.h"
#include "store/bytes.h"
#include "store/cache_file.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

constexpr unsigned slots = 4;

/// Says that a shard was used, in its time of change; not more often than it takes to tell old ones from new ones.
void touch(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0 || ::time(nullptr) - info.st_mtim.tv_sec < 3600) return;
  (void)::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
}

}  // namespace

CacheKey cache_key(const std::vector<std::string>& parts) {
  storage::Writer writer;
  writer.number(cache_format);
  writer.number(parts.size());
  for (const auto& part : parts) writer.raw(part);
  const auto bytes = writer.take();
  const auto hash = llvm::xxh3_128bits({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  return {hash.high64, hash.low64};
}

Diagnostics Cache::prepare(std::string& warning) const {
  const auto failed = [this](const std::string& what) {
    return Diagnostics{{folder_, 0, 0, "cannot be used as a cache: " + what,
                        "--cache-dir names another folder, --no-cache does without"}};
  };
  const auto versioned = folder_ + "/v" + std::to_string(cache_format);
  std::error_code error;
  fs::create_directories(versioned, error);
  if (error && !fs::is_directory(folder_)) return failed(error.message());
  if (error || ::access(versioned.c_str(), W_OK | X_OK) != 0) {
    const auto reason = error ? error.message() : std::string(std::strerror(errno));
    warning = folder_ + ": the cache can be read, but nothing can be added to it: " + reason;
    return {};
  }
  // https://bford.info/cachedir: keeps backups from including it.
  const auto tag = folder_ + "/CACHEDIR.TAG";
  if (!fs::exists(tag, error)) {
    (void)replace_file(tag,
                       "Signature: 8a477f597d28d172789f06886806bc55\n# Facts about source files, kept by stallhound\n");
  }
  return {};
}

std::string Cache::path_of(const CacheKey& key, unsigned slot) const {
  char name[64];
  std::snprintf(name, sizeof name, "/v%u/%02x/%014llx%016llx-%u.shard", cache_format,
                static_cast<unsigned>(key.high >> 56), static_cast<unsigned long long>(key.high & 0xffffffffffffffULL),
                static_cast<unsigned long long>(key.low), slot);
  return folder_ + name;
}

std::optional<Cache::Entry> Cache::find(const CacheKey& key, FileTable& files) const {
  for (unsigned slot = 0; slot < slots; ++slot) {
    auto entry = storage::read_cache_file(path_of(key, slot), tool_, key);
    if (!entry || !files.is_fresh(entry->inputs)) continue;
    touch(entry->path);
    return entry;
  }
  return std::nullopt;
}

std::optional<std::string> Cache::unpack(const Entry& entry) {
  return storage::unpack(entry.method, entry.shard, entry.size);
}

std::string Cache::slot_for(const CacheKey& key, std::string_view inputs) const {
  std::string free;
  std::string oldest;
  struct timespec used{};
  for (unsigned slot = 0; slot < slots; ++slot) {
    const auto path = path_of(key, slot);
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) {
      if (free.empty()) free = path;
      continue;
    }
    if (!S_ISREG(info.st_mode)) continue;
    const auto entry = storage::read_cache_file(path, tool_, key);
    if (!entry || entry->inputs == inputs) return path;
    const auto& time = info.st_mtim;
    if (oldest.empty() || time.tv_sec < used.tv_sec || (time.tv_sec == used.tv_sec && time.tv_nsec < used.tv_nsec)) {
      oldest = path;
      used = time;
    }
  }
  return !free.empty() || oldest.empty() ? free : oldest;
}

bool Cache::store(const CacheKey& key, std::string_view inputs, std::string_view shard) const {
  const auto bytes = storage::cache_file(tool_, key, inputs, shard);
  const auto target = slot_for(key, inputs);
  if (target.empty()) return false;
  // Another process may clear the cache at any moment, folders included.
  for (int attempt = 0; attempt < 8; ++attempt) {
    std::error_code error;
    fs::create_directories(fs::path(target).parent_path(), error);
    error = replace_file(target, bytes);
    if (!error) return true;
    if (error != std::errc::no_such_file_or_directory) break;
  }
  return false;
}

}  // namespace stallhound
