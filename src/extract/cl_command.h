// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Commands of Microsoft's compiler in Clang's own options.
#pragma once

#include <string>
#include <vector>

namespace stallhound::extraction {

/// Translates what a command for cl.exe or clang-cl says about language, macros and headers, and names its target.
/// `command` begins with the compiler; the result has Clang in its place, and no input.
std::vector<std::string> translate_cl(const std::vector<std::string>& command, const std::string& file);

}  // namespace stallhound::extraction
