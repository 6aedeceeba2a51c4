// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/compressed_size.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/Compression.h>

namespace stallhound {

std::size_t compressed_size(std::string_view text) {
  namespace zlib = llvm::compression::zlib;
  if (!zlib::isAvailable()) return text.size();
  llvm::SmallVector<std::uint8_t, 0> packed;
  zlib::compress(llvm::arrayRefFromStringRef({text.data(), text.size()}), packed, zlib::DefaultCompression);
  // A gzip file has a header and trailer of 18 bytes where zlib has 6.
  constexpr std::size_t more = 12;
  return packed.size() + more;
}

}  // namespace stallhound
