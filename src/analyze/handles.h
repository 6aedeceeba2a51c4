// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is known about handles: descriptors in non-blocking mode, futures that wait in their destructor, ...
#pragma once

#include <cstdint>
#include <vector>

#include "analyze/meanings.h"
#include "analyze/places.h"

namespace stallhound::analysis {

/// Labels of each slot, as sets of bits of RuleSet::labels.
std::vector<std::uint64_t> label_handles(const Program& program, const RuleSet& rules, const Meanings& meanings,
                                         const Places& places);

}  // namespace stallhound::analysis
