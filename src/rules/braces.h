// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names as packs write them: "std::{mutex,timed_mutex}::lock", "sqlite3_*".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stallhound {

/// The names that a name with (nested) braces stands for, in the order in which they are written. An alternative may
/// be empty: "{,v1::}system". Braces that do not match, or that stand for absurdly many names, are a mistake.
Result<std::vector<std::string>> expand_braces(std::string_view name);

/// How many names braces stand for, none of which is made; 0 for a text without any, or if they do not match. Counts no
/// further than to far more than expand_braces allows.
std::size_t count_of_names(std::string_view name);

/// True if a name is a pattern for glob_match. The '*' of `operator*`, `operator*=`, `operator->*` and of a conversion
/// to a pointer is part of the name.
bool is_glob(std::string_view name);

}  // namespace stallhound
