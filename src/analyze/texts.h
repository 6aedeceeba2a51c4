// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sentences of findings.
#pragma once

#include <string>
#include <string_view>

#include "stallhound/report.h"

namespace stallhound::analysis {

/// "'usleep' sleeps in loop code": what the call does to a loop, without a trailing period.
std::string message_for(Category category, std::string_view call);

/// Short title of a category: "Sleep in loop code".
std::string_view title_of(Category category);

}  // namespace stallhound::analysis
