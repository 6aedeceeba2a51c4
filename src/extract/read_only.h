// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which local variables and parameters of a function keep the value that they were given first.
#pragma once

#include <clang/AST/Decl.h>
#include <llvm/ADT/DenseSet.h>

namespace stallhound::extraction {

class ReadOnlyVariables {
 public:
  /// Without a body nothing is known, and nothing is read-only.
  explicit ReadOnlyVariables(const clang::Stmt* body = nullptr) : body_(body) {}

  /// True if the function's body only ever reads the variable: no assignment, no address, no reference to it. What is
  /// declared const needs no look. Members of an object may still change.
  bool contains(const clang::VarDecl& variable);
  /// True if the body does nothing to the variable but read it and set bits of it (`flags |= O_APPEND`).
  bool only_gains_bits(const clang::VarDecl& variable);

 private:
  bool is_local(const clang::VarDecl& variable);
  void scan(const clang::Stmt& node);

  const clang::Stmt* body_;
  bool scanned_ = false;
  llvm::DenseSet<const clang::VarDecl*> exposed_;
  llvm::DenseSet<const clang::VarDecl*> gains_bits_;
};

}  // namespace stallhound::extraction
