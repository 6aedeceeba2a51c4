// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shards whose content makes no sense although their checksum is right: what only a look at the content can notice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/content_digest.h"
#include "store/shard.h"

namespace stallhound {

inline constexpr std::size_t shard_header_size = 24;

/// A shard's bytes without the header.
inline std::string content_of(const TuFacts& facts) { return encode(facts).substr(shard_header_size); }

/// A header with size and checksum of `content`, and the content.
inline std::string sealed(std::string_view content) {
  auto bytes = encode(TuFacts{}).substr(0, 8);
  for (const std::uint64_t value : {std::uint64_t{content.size()}, content_digest(content)}) {
    for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(value >> shift);
  }
  return bytes.append(content);
}

}  // namespace stallhound
