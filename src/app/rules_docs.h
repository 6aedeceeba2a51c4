// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packs as Markdown pages.
#pragma once

#include <map>
#include <string>

#include "stallhound/rules.h"

namespace stallhound {

/// File name -> text: README.md lists the packs, frameworks.md what each event loop offers instead of blocking, and one
/// page per pack says what it knows.
std::map<std::string, std::string> docs_pages(const RuleSet& rules);

/// The first line of every page that docs_pages writes starts so.
inline constexpr std::string_view docs_mark = "<!-- Generated from the rule packs by `stallhound rules docs`";

}  // namespace stallhound
