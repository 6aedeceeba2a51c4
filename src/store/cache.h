// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The cache: shards on disk, with what they depend on.
//
// Nothing in it is precious. A file that is damaged, cut off, of another version or under another name is a miss;
// several scans may use one folder at the same time, because files appear by renaming and are never changed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/freshness.h"

namespace stallhound {

/// Changes whenever the layout of files in the cache does.
inline constexpr std::uint32_t cache_format = 2;

/// Names what was asked of extraction: the digest of all that decides on the facts but for the contents of files.
struct CacheKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool operator==(const CacheKey&) const = default;
};

/// A key of its parts; a part is told from two parts.
CacheKey cache_key(const std::vector<std::string>& parts);

/// What is in a cache folder.
struct CacheStats {
  std::size_t shards = 0;
  std::uint64_t bytes = 0;
  std::size_t other_shards = 0;  ///< Of these, written by another version of the tool, which cannot be used.
  std::uint64_t other_bytes = 0;
  std::size_t leftovers = 0;                     ///< Temporary files of scans that did not end well.
  std::chrono::system_clock::time_point oldest;  ///< Last use of the shard that was not used for the longest time.
};

/// What to drop.
struct CacheLimits {
  std::optional<std::chrono::seconds> older_than;  ///< Shards that were not used for so long.
  std::optional<std::uint64_t> max_bytes;          ///< Those not used for the longest time, until the rest fits.
  bool other_versions = false;                     ///< What this version cannot use.
  bool everything = false;
};

class Cache {
 public:
  /// The cache in a folder, which need not exist yet. `tool` names the version of the tool; only its own shards are
  /// hits.
  Cache(std::string folder, std::uint64_t tool) : folder_(std::move(folder)), tool_(tool) {}

  /// Makes the folder. An error if shards can neither be read nor written here; a warning, in `warning`, if they can
  /// only be read.
  Diagnostics prepare(std::string& warning) const;

  /// A shard with its inputs.
  struct Entry {
    std::string path;
    std::string inputs;        ///< Encoded.
    std::string shard;         ///< Compressed.
    std::uint64_t size = 0;    ///< Of the shard.
    std::uint32_t method = 0;  ///< How it is compressed.
  };

  /// The shard under a key whose inputs are as they were.
  std::optional<Entry> find(const CacheKey& key, FileTable& files) const;

  /// The bytes of an entry's shard; nothing if they are damaged.
  static std::optional<std::string> unpack(const Entry& entry);

  /// Writes a shard. False if that was not possible.
  bool store(const CacheKey& key, std::string_view inputs, std::string_view shard) const;

  CacheStats stats() const;

  /// Drops shards, leftovers of former scans, and folders that become empty. Returns what it dropped. Only files that a
  /// cache makes are touched, wherever the folder is.
  CacheStats prune(const CacheLimits& limits) const;

  /// Drops what was not used for a month, once a day.
  void tidy() const;

  const std::string& folder() const { return folder_; }

 private:
  std::string path_of(const CacheKey& key, unsigned slot) const;
  /// The slot that holds the same inputs or nothing of use, else a free one, else the one that was not used for the
  /// longest time; empty if something else stands in all of them.
  std::string slot_for(const CacheKey& key, std::string_view inputs) const;

  std::string folder_;
  std::uint64_t tool_;
};

}  // namespace stallhound
