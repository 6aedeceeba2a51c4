// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files that stand for arguments of a command: response files (@FILE) and Clang's configuration files (--config=FILE).
#pragma once

#include <llvm/Support/Allocator.h>

#include <string>
#include <vector>

namespace stallhound::extraction {

/// A command with the contents of its files in place of their names.
struct ExpandedCommand {
  std::vector<const char*> arguments;  ///< Without the compiler.
  std::vector<std::string> failures;   ///< What is wrong with files that could not be read; they add nothing.
};

/// Expands what follows `compiler`; what a configuration file says comes first, as with Clang. Names are relative to
/// `directory`. `memory` owns the new arguments.
ExpandedCommand expand_files(const std::string& compiler, std::vector<const char*> arguments,
                             const std::string& directory, llvm::BumpPtrAllocator& memory);

}  // namespace stallhound::extraction
