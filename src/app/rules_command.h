// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The command `stallhound rules`: what the packs say, and whether they are free of mistakes.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace stallhound {

/// Runs `rules list|show|check|test|docs|dump ...`; `arguments` starts after "rules".
/// `default_packs` are what list, show and dump look at: files or directories. Returns the exit code: 0, or 2 after a
/// mistake in the arguments or in a pack.
int rules_command(const std::vector<std::string>& arguments, const std::vector<std::string>& default_packs,
                  std::ostream& out, std::ostream& err);

}  // namespace stallhound
