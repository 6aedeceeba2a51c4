// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Code of the project that is not judged, since a pack says what it does: a library's own sources, or a copy of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stallhound/program.h"
#include "stallhound/report.h"

namespace stallhound::analysis {

/// What --walk and `walk` name, in the terms of classify: a pack's id stands for all that the pack models.
std::vector<std::string> walked_names(const RuleSet& rules, const std::vector<std::string>& walk);

/// The pack (an index) that stands for the code of a function; npos if its code is judged, or not known.
std::uint32_t pack_instead_of_code(const Program& program, const RuleSet& rules, const std::vector<std::string>& walk,
                                   FunctionIndex function);

/// How much of the project's code packs stand for: most functions first, equal numbers by name.
std::vector<ModelledCode> modelled_code(const Program& program, const RuleSet& rules,
                                        const std::vector<std::string>& walk);

}  // namespace stallhound::analysis
