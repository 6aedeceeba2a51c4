// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shards: the facts of one unit as bytes, for pipes and for disk.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "stallhound/facts.h"

namespace stallhound {

/// Changes whenever the layout of any struct in facts.h does.
inline constexpr std::uint32_t shard_format = 5;

/// Bytes with a header (magic, format, length, checksum).
std::string encode(const TuFacts& facts);

/// The facts again; an error if the bytes are damaged, cut off or of another format.
Result<TuFacts> decode(std::string_view bytes);

}  // namespace stallhound
