// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packs about packs. A later pack may switch off or replace what an earlier one says; two packs that claim one name
// without saying which is right are a mistake.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/located_json.h"

namespace stallhound {

/// A parsed pack on its way to a RuleSet.
struct PackTree {
  std::string file;
  std::string_view text;  ///< Of the file; must outlive this.
  JsonNode root;
  bool dropped = false;  ///< A later pack takes its place, or switches it off.
};

enum class OverrideCheck : std::uint8_t {
  all,    ///< An override that meets nothing is a mistake.
  alone,  ///< The packs that are meant may be missing: only a pack's own mistakes count.
};

/// Carries out `disable` and `replace` of each pack on those before it: names that no longer count, and entries
/// without any name left, are taken out of their trees. The keys themselves are taken out as well, since nothing after
/// this has to know them. Then finds blocking names that two packs list in one category.
void apply_overrides(std::vector<PackTree>& packs, OverrideCheck check, Diagnostics& mistakes);

}  // namespace stallhound
