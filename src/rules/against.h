// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packs against the headers of their libraries: an entry whose names nothing declares would be silent for ever.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "rules/reader.h"
#include "stallhound/declared.h"
#include "stallhound/rules.h"

namespace stallhound {

/// A name that the headers at hand are known to lack, and where that is written.
struct AbsentName {
  std::string file;
  unsigned line = 0;
  std::string name;
};

/// Every name of the packs that `declared` lacks, and every absent name that it has or that no pack mentions.
/// Globs must match at least one declaration.
Diagnostics check_against(const RuleSet& rules, const Declared& declared, const std::vector<AbsentName>& absent);

}  // namespace stallhound
