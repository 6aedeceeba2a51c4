// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One pack's JSON into the lists and indices of a RuleSet.
#pragma once

#include "rules/reader.h"
#include "stallhound/rules.h"

namespace stallhound {

/// Appends what a pack says to `rules`. Mistakes go to the reader; after one, `rules` is good for nothing but finding
/// more of them.
void read_pack(Reader& reader, const JsonNode& root, RuleSet& rules);

}  // namespace stallhound
