// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What all targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

// libFuzzer calls it with one input after the other.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace stallhound {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the run with a finding if a promise is broken.
inline void expect(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace stallhound
