// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One file of the cache: a header, the inputs and the shard, each compressed by itself, since inputs are read far more
// often than they turn out to be fresh.
//
//   magic 4  format 4  checksum 8  tool 8  key 16  method 4  sizes 4 * 8   (of inputs and shard, packed and not)
//
// The checksum covers everything behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/cache.h"

namespace stallhound::storage {

/// The bytes of a file.
std::string cache_file(std::uint64_t tool, const CacheKey& key, std::string_view inputs, std::string_view shard);

/// The parts of a file that is as it was written, by this tool, for this key. Its inputs are unpacked.
std::optional<Cache::Entry> read_cache_file(const std::string& path, std::uint64_t tool, const CacheKey& key);

/// Which tool wrote a file, from its first bytes; nothing if it is no file of this format.
std::optional<std::uint64_t> tool_of(const std::string& path);

/// The bytes behind a method and a size; nothing if they do not come out right.
std::optional<std::string> unpack(std::uint32_t method, std::string_view packed, std::uint64_t size);

}  // namespace stallhound::storage
