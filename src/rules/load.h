// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From pack files to a RuleSet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stallhound/rules.h"

namespace stallhound {

/// Reads packs in the given order, those of a directory in name order. All mistakes are reported at once. A file that
/// is named twice is read once; a directory's schema.json is no pack. Later packs may override earlier ones.
Result<RuleSet> load_rules(const std::vector<std::string>& files_or_directories);

/// Packs by themselves, for checks and figures. Mistakes between them and `others`, which are read before them, are
/// reported, too; those of the others that are copies of these packs do not count.
Result<RuleSet> load_rules_alone(const std::vector<std::string>& files_or_directories,
                                 const std::vector<std::string>& others);

/// A pack's text and the name that messages give it.
struct PackText {
  std::string file;
  std::string text;
};

/// The part of load_rules that reads no files.
Result<RuleSet> load_rules_from_text(const std::vector<PackText>& packs);

}  // namespace stallhound
