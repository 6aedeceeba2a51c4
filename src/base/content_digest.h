// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 64-bit digest of file contents and other long byte strings (xxh3); for identities built from names see digest.h.
#pragma once

#include <llvm/Support/xxhash.h>

#include <cstdint>
#include <string_view>

namespace stallhound {

inline std::uint64_t content_digest(std::string_view bytes) {
  return llvm::xxh3_64bits(llvm::StringRef(bytes.data(), bytes.size()));
}

}  // namespace stallhound
