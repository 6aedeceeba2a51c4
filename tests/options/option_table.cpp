// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints Clang's option table for tests/cli/options_test.py: one option a line, with tabs between spelling, how it
// takes values, how many, and in which command lines it is known (driver, clang-cl, -cc1).
#include <llvm/Support/raw_ostream.h>

#include "extract/clang_versions.h"

namespace options = stallhound::extraction::options;
using llvm::opt::Option;

static const char* form_of(const Option& option) {
  switch (option.getKind()) {
    case Option::FlagClass:
      return "flag";
    case Option::JoinedClass:
    case Option::CommaJoinedClass:
      return "joined";
    case Option::SeparateClass:
    case Option::MultiArgClass:
      return "separate";
    case Option::JoinedOrSeparateClass:
      return "joined-or-separate";
    case Option::JoinedAndSeparateClass:
      return "joined-and-separate";
    case Option::ValuesClass:
    case Option::RemainingArgsClass:
    case Option::RemainingArgsJoinedClass:
      return "rest";
    default:
      return nullptr;
  }
}

int main() {
  const auto& table = stallhound::extraction::option_table();
  for (unsigned id = 1; id <= table.getNumOptions(); ++id) {
    const Option option = table.getOption(id);
    const char* form = form_of(option);
    if (form == nullptr) continue;
    const unsigned values = option.getKind() == Option::MultiArgClass ? option.getNumArgs() : 1;
    llvm::outs() << option.getPrefix() << option.getName() << '\t' << form << '\t' << values << '\t'
                 << (option.hasVisibilityFlag(options::ClangOption) ? "driver " : "")
                 << (option.hasVisibilityFlag(options::CLOption) ? "cl " : "")
                 << (option.hasVisibilityFlag(options::CC1Option) ? "cc1" : "") << '\n';
  }
}
