// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/words.h"

#include <llvm/Support/Allocator.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/StringSaver.h>

namespace stallhound {

std::vector<std::string> words_of(std::string_view line) {
  llvm::BumpPtrAllocator memory;
  llvm::StringSaver saver(memory);
  llvm::SmallVector<const char*, 32> words;
  llvm::cl::TokenizeGNUCommandLine({line.data(), line.size()}, saver, words);
  return {words.begin(), words.end()};
}

}  // namespace stallhound
