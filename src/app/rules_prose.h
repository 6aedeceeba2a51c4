// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rules in English sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stallhound/rules.h"

namespace stallhound {

/// "argument 3 is zero and the call is awaited". Arguments count from 0, as in packs.
std::string describe(const Condition& condition);

/// What all packs say about a rule id ("sleep/posix"); empty if there is no such rule.
std::string explain_rule(const RuleSet& rules, std::string_view id);

/// What a pack says, entry by entry; empty if there is no such pack.
std::string explain_pack(const RuleSet& rules, std::string_view id);

/// What all packs say about the name of a function, field, type or annotation; empty if they do not know it. Advice is
/// that for these frameworks, in this order ("" for none), as far as it differs; by default all advice that there is.
std::string explain_name(const RuleSet& rules, std::string_view name,
                         const std::vector<std::string>* frameworks = nullptr);

}  // namespace stallhound
