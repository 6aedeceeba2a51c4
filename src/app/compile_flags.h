// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiler flags as fixtures and header checks write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stallhound {

/// Words of a line as a shell would see them, without its expansions.
std::vector<std::string> words_of(std::string_view line);

/// The flags that a word stands for: itself, or what `pkg-config --cflags NAME` prints for "pkg:NAME".
Result<std::vector<std::string>> compiler_flags(const std::string& word);

}  // namespace stallhound
