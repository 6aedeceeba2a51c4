// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/suggest.h"

#include <algorithm>
#include <vector>

namespace stallhound {

std::size_t edit_distance(std::string_view from, std::string_view to) {
  // Three rows of the usual table: swaps look two rows back.
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last;
  std::vector<std::size_t> row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    before_last = std::move(last);
    last = std::move(row);
    row.assign(to.size() + 1, i);
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[to.size()];
}

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  // Two mistakes in a word of six letters are a slip, in one of three a different word.
  std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  for (const std::string_view candidate : known) {
    const std::size_t longer = std::max(candidate.size(), word.size());
    if (longer - std::min(candidate.size(), word.size()) > limit) continue;
    const std::size_t distance = edit_distance(word, candidate);
    // A word that shares no letter is never what was meant: "x" is not "y".
    if (distance > limit || distance >= longer || (!best.empty() && distance == limit)) continue;
    best = candidate;
    limit = distance;
  }
  return best;
}

std::string suggest(std::string_view word, std::span<const std::string_view> known) {
  if (const std::string_view best = nearest_word(word, known); !best.empty()) {
    return "did you mean `" + std::string(best) + "`?";
  }
  std::string text = "known are ";
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (i != 0) text += i + 1 == known.size() ? " and " : ", ";
    text += '`' + std::string(known[i]) + '`';
  }
  return text;
}

}  // namespace stallhound
