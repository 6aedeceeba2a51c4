// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Phases' results as plain text, for people and for snapshots.
#pragma once

#include <string>

#include "stallhound/program.h"
#include "stallhound/rules.h"

namespace stallhound {

std::string dump_facts(const TuFacts& unit, const std::string& root);
std::string dump_program(const Program& program);
std::string dump_labels(const Program& program, const RuleSet& rules, const Labels& labels);
std::string dump_paths(const Program& program, const Labels& labels, const Witness& witness);

}  // namespace stallhound
