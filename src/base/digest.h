// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// 64-bit mixing for identities that are built from parts.
#pragma once

#include <cstdint>
#include <string_view>

namespace stallhound {

/// Joins a hash and a further value; order matters. (The finaliser of splitmix64.)
constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  std::uint64_t x = hash ^ (value + 0x9e3779b97f4a7c15ULL + (hash << 6) + (hash >> 2));
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// FNV-1a over the bytes, finished with mix; for names, where quality matters more than speed.
constexpr std::uint64_t digest(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mix(hash, text.size());
}

}  // namespace stallhound
