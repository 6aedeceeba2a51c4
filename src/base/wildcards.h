// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Patterns with stars, over characters or over names of folders.
//
// Problem. `*a*a*a*b` against "aaaa...": trying every length for every star takes exponential time.
// Method. At a mismatch only the last star takes one element more: what an earlier star took can always be given to a
// later one instead. Cost. At most the product of both lengths, without any memory.
#pragma once

#include <cstddef>

namespace stallhound {

/// Whether a pattern covers a sequence. `is_star` tells which of its elements stand for any number of elements, `fits`
/// whether another one stands for an element. `prefix`: what begins with something that is covered is covered, too.
template <class Pattern, class Sequence, class IsStar, class Fits>
bool wildcards_match(const Pattern& pattern, const Sequence& sequence, IsStar is_star, Fits fits, bool prefix = false) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::size_t p = 0;
  std::size_t s = 0;
  std::size_t after_star = none;
  std::size_t taken = 0;
  while (s < sequence.size()) {
    if (prefix && p == pattern.size()) return true;
    if (p < pattern.size() && is_star(pattern[p])) {
      after_star = ++p;
      taken = s;
    } else if (p < pattern.size() && fits(pattern[p], sequence[s])) {
      ++p;
      ++s;
    } else if (after_star != none) {
      p = after_star;
      s = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && is_star(pattern[p])) ++p;
  return p == pattern.size();
}

/// Characters: '*' and '?'.
template <class Text>
bool characters_match(const Text& pattern, const Text& text) {
  return wildcards_match(
      pattern, text, [](char c) { return c == '*'; }, [](char wanted, char c) { return wanted == '?' || wanted == c; });
}

}  // namespace stallhound
