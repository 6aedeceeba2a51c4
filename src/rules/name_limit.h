// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How many names the braces of a file may stand for.
//
// Problem. `a{b,c}{d,e}` doubles with each pair of braces, and a list may hold many such names: a few kilobytes could
// ask for gigabytes. Method. The names are counted before any is made: alternatives add up, what stands side by side is
// multiplied. Limits are for a file and for all files together.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"
#include "rules/located_json.h"

namespace stallhound {

inline constexpr std::size_t most_names_in_file = 32'768;  ///< Thirty times as many as the largest shipped pack has.
inline constexpr std::size_t most_names_in_all = 262'144;
inline constexpr std::size_t most_copied_text = 1U << 24U;  ///< Bytes of an entry, once for each of its `classes`.

/// Counts the names that the texts of a file stand for, and adds them to `total`, that of all files before it. The text
/// with which they become too many is a mistake.
Diagnostics check_amount_of_names(const std::string& file, const JsonNode& root, std::size_t& total);

/// Bytes of all texts in a value.
std::size_t size_of_texts(const JsonNode& node);

}  // namespace stallhound
