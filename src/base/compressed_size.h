// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How large a text is after compression, for services that limit what they take.
#pragma once

#include <cstddef>
#include <string_view>

namespace stallhound {

/// Bytes of the text as a gzip file. The plain size where LLVM was built without zlib: never too small.
std::size_t compressed_size(std::string_view text);

}  // namespace stallhound
