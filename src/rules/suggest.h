// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// "Did you mean ...?"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace stallhound {

/// The number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view from, std::string_view to);

/// The known word that is nearest to a misspelt one; empty if none is near enough to be what was meant.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

/// "did you mean `x`?", or else "known are `a`, `b` and `c`".
std::string suggest(std::string_view word, std::span<const std::string_view> known);

}  // namespace stallhound
