// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Makes a recorded compile command fit for Clang.
#pragma once

#include <string>
#include <vector>

namespace stallhound::extraction {

/// Returns the command for parsing `file` with Clang: compiler first, then flags, then the file. Launchers (ccache),
/// outputs, dependency files, precompiled headers, colours and flags that Clang does not know are dropped.
/// Empty if the command is not a compiler driver's (a `-cc1` line) or has no arguments.
std::vector<std::string> command_for_clang(const std::vector<std::string>& command, const std::string& file);

}  // namespace stallhound::extraction
