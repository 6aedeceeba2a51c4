// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A line of words as a command line has them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stallhound {

/// Words of a line as a shell would see them, quotes and backslashes included, without its expansions.
std::vector<std::string> words_of(std::string_view line);

}  // namespace stallhound
