// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names as rules and people know them.
#pragma once

#include <string>

namespace clang {
class Decl;
class NamedDecl;
class DeclContext;
class ObjCMethodDecl;
class Selector;
}  // namespace clang

namespace stallhound::extraction {

/// Qualified name without template arguments, inline namespaces and anonymous namespaces. One rule text then works for
/// all standard libraries and versions. Functions that enclose a local class are left out. A method of Objective-C is
/// "-[Class name:with:]" or "+[Class name]", also where a category or class extension declares it.
std::string qualified_name(const clang::NamedDecl& declaration);

/// The name that stands for the method of any class that has this selector: "-[id name:]".
std::string any_class_name(const clang::Selector& selector, bool instance);

/// For people: "session()", "Store::load()", "-[Store load]", "lambda in session()", "block in session()". The
/// declaration is a callable, as in enclosing_function.
std::string display_name(const clang::Decl& callable);

/// What has a body of its own around a declaration (for a lambda: what it is written in), or null: a FunctionDecl,
/// ObjCMethodDecl or BlockDecl.
const clang::Decl* enclosing_function(const clang::DeclContext* context);

}  // namespace stallhound::extraction
