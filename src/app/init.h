// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `stallhound init`: what a project needs to be scanned.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace stallhound {

/// Looks at the project around `directory` and writes the files that it lacks. Returns the exit code.
int init_command(const std::vector<std::string>& arguments, const std::string& directory, std::ostream& out,
                 std::ostream& err);

}  // namespace stallhound
