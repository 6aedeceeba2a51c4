// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the inner compiler is asked to do.
#pragma once

#include <clang/Frontend/CompilerInvocation.h>

#include <memory>
#include <string>

namespace stallhound::extraction {

/// An order to parse `file`, and nothing else, with the meaning that `asked` gives to the code. Null if `asked` is not
/// about that file or not about source code.
std::unique_ptr<clang::CompilerInvocation> parsing_only(const clang::CompilerInvocation& asked,
                                                        const std::string& file);

}  // namespace stallhound::extraction
