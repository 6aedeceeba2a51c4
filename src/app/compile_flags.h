// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiler flags as fixtures and header checks write them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace stallhound {

/// The flags that a word stands for: itself, or what `pkg-config --cflags NAME` prints for "pkg:NAME".
Result<std::vector<std::string>> compiler_flags(const std::string& word);

}  // namespace stallhound
