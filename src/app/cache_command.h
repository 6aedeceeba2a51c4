// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `stallhound cache`: what the cache takes, and making it smaller.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace stallhound {

/// Runs `cache stats`, `cache prune [--older-than TIME] [--max-size SIZE]` or `cache clear`, each with
/// `[--cache-dir DIR]`; `arguments` starts after "cache". Returns the exit code: 0, or 2 after a mistake in the
/// arguments.
int cache_command(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

}  // namespace stallhound
