// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which declarations count as the same function or the same place, across units. This file and identity.cpp hold the
// whole policy:
//
// - A function is the hash of its USR. With internal linkage the main file is mixed in.
// - A lambda is the function around it plus its place; all instantiations of a generic lambda, or of any other call
//   operator template, are one. So is a block.
// - A method of Objective-C is its class and selector, whichever category or extension declares it.
// - Project templates: every instantiation is a function of its own, since its arguments decide what it calls.
//   Closure types among the arguments are told apart by the lambda, which USRs do not do reliably.
// - Functions outside the project are folded to their template: only their name and parameters matter.
// - Parameters and return values are named by function and position, so that callers can name them, too.
#pragma once

#include <unordered_map>

#include "stallhound/facts.h"

namespace clang {
class ASTContext;
class CXXRecordDecl;
class Decl;
class FunctionDecl;
class NamedDecl;
class TemplateArgument;
class ValueDecl;
}  // namespace clang

namespace stallhound::extraction {

class Identity {
 public:
  Identity(const clang::ASTContext& context, std::uint64_t main_file) : context_(context), main_file_(main_file) {}

  /// The declaration that stands for `function`: its template pattern outside the project, itself inside.
  static const clang::FunctionDecl* representative(const clang::FunctionDecl& function, bool in_project);

  FunctionId of(const clang::FunctionDecl& representative);
  /// A callable of any kind: a function (its canonical declaration counts), method or block.
  FunctionId of_callable(const clang::Decl& callable);

  /// The slot of a variable, parameter or field. `parameter_owner` is the id of the function that has the parameter.
  SlotId of_variable(const clang::ValueDecl& declaration, FunctionId parameter_owner);

  /// The slot of a property, with or without a variable behind it.
  SlotId of_property(const clang::NamedDecl& property) { return of_usr(property); }

  /// The pseudo function that runs the initialiser of a global variable.
  FunctionId of_initialiser(const clang::ValueDecl& variable);

 private:
  std::uint64_t of_usr(const clang::NamedDecl& declaration);
  std::uint64_t of_place(const clang::Decl& declaration) const;
  std::uint64_t of_lambda(const clang::CXXRecordDecl& closure);
  std::uint64_t of_closure(const clang::Decl& closure, std::uint64_t kind);
  std::uint64_t of_closures_in(const clang::TemplateArgument& argument, unsigned depth);

  const clang::ASTContext& context_;
  std::uint64_t main_file_;
  std::unordered_map<const clang::FunctionDecl*, FunctionId> functions_;
};

}  // namespace stallhound::extraction
