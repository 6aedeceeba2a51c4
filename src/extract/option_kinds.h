// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What an option of Clang is about.
#pragma once

#include <llvm/Option/Arg.h>
#include <llvm/Option/OptTable.h>

namespace stallhound::extraction {

enum class OptionKind {
  code,         ///< Says what the source means: language, target, macros, where headers are.
  precompiled,  ///< Names a precompiled header, which another Clang cannot read; its source is parsed instead.
  plugin,       ///< Loads code of others into the compiler.
  device,       ///< Asks for code of another processor than the host's.
  other,        ///< Is about output, linking, speed, warnings, tools: of no interest.
};

/// What an option on the command line is about.
OptionKind kind_of_driver_option(const llvm::opt::Arg& argument);

/// The same for an option of the inner compiler, which a command passes on with -Xclang or -Wp.
OptionKind kind_of_inner_option(const llvm::opt::Arg& argument);

}  // namespace stallhound::extraction
