// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packs in figures, and as data for other programs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "stallhound/rules.h"

namespace stallhound {

/// How many different names a pack lists. Coroutine types count where their coroutines run.
struct Counts {
  std::size_t blocking = 0;
  std::size_t contexts = 0;
  std::size_t barriers = 0;  ///< With hops.
  std::size_t others = 0;
  std::size_t all() const { return blocking + contexts + barriers + others; }
};

/// One per pack.
std::vector<Counts> count_names(const RuleSet& rules);
Counts total_of(const std::vector<Counts>& counts);

/// `rules list`: a table with one line per pack and a total.
std::string list_text(const RuleSet& rules);
std::string list_json(const RuleSet& rules);

/// `rules dump`: every name that the packs mention, braces expanded, with its place, as JSON.
std::string dump_json(const RuleSet& rules);

}  // namespace stallhound
