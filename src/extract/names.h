// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names as rules and people know them.
#pragma once

#include <string>

namespace clang {
class NamedDecl;
class FunctionDecl;
class DeclContext;
}  // namespace clang

namespace stallhound::extraction {

/// Qualified name without template arguments, inline namespaces and anonymous namespaces. One rule text then works for
/// all standard libraries and versions. Functions that enclose a local class are left out.
std::string qualified_name(const clang::NamedDecl& declaration);

/// For people: "session()", "Store::load()", "lambda in session()".
std::string display_name(const clang::FunctionDecl& function);

/// The function around a declaration (for a lambda: the function it is written in), or null.
const clang::FunctionDecl* enclosing_function(const clang::DeclContext* context);

}  // namespace stallhound::extraction
