// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Why loop code is not followed into a function.
#pragma once

#include <string>
#include <vector>

#include "stallhound/program.h"

namespace stallhound {

/// Why blocking in this function is nobody's business: "is marked stallhound::allow_blocking". Empty if it is not.
std::string barrier_reason(const Program& program, const RuleSet& rules, FunctionIndex function);

/// Functions with such a reason from which calls lead to `function`, itself included; nearest first, at most `limit`.
std::vector<FunctionIndex> barriers_before(const Program& program, const RuleSet& rules, const Labels& labels,
                                           FunctionIndex function, std::size_t limit);

}  // namespace stallhound
