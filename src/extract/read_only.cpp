// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One walk over the body, on the first question: a mention of a variable that is not at once turned into its value, or
// into something const, may change it. That is coarse (`&x` for a read counts as a change) and never wrong.
#include "extract/read_only.h"

#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>

namespace stallhound::extraction {
namespace {

/// The variable that is read here, if the expression does nothing but read one.
const clang::DeclRefExpr* plain_read(const clang::Stmt& node) {
  const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(&node);
  if (cast == nullptr) return nullptr;
  const bool reads = cast->getCastKind() == clang::CK_LValueToRValue ||
                     (cast->getCastKind() == clang::CK_NoOp && cast->getType().isConstQualified());
  return reads ? llvm::dyn_cast<clang::DeclRefExpr>(cast->getSubExpr()->IgnoreParens()) : nullptr;
}

}  // namespace

bool ReadOnlyVariables::contains(const clang::VarDecl& variable) {
  return is_local(variable) && !exposed_.contains(&variable) && !gains_bits_.contains(&variable);
}

bool ReadOnlyVariables::only_gains_bits(const clang::VarDecl& variable) {
  return is_local(variable) && !exposed_.contains(&variable);
}

/// Whether anything can be said of the variable; after this, the body has been looked at.
bool ReadOnlyVariables::is_local(const clang::VarDecl& variable) {
  if (!variable.hasLocalStorage() || variable.getType()->isReferenceType()) return false;
  if (variable.getType().isVolatileQualified() || body_ == nullptr) return false;
  if (!scanned_) {
    scanned_ = true;
    scan(*body_);
  }
  return true;
}

void ReadOnlyVariables::scan(const clang::Stmt& node) {
  if (plain_read(node) != nullptr) return;
  if (const auto* operation = llvm::dyn_cast<clang::CompoundAssignOperator>(&node);
      operation != nullptr && operation->getOpcode() == clang::BO_OrAssign) {
    const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(operation->getLHS()->IgnoreParens());
    const auto* variable = reference == nullptr ? nullptr : llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (variable != nullptr) {
      gains_bits_.insert(variable);
      return scan(*operation->getRHS());
    }
  }
  if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(&node)) {
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl())) exposed_.insert(variable);
    return;
  }
  // What the compiler adds to a coroutine copies its parameters and never writes to them.
  if (const auto* coroutine = llvm::dyn_cast<clang::CoroutineBodyStmt>(&node)) {
    if (coroutine->getBody() != nullptr) scan(*coroutine->getBody());
    return;
  }
  if (const auto* await = llvm::dyn_cast<clang::CoroutineSuspendExpr>(&node)) {
    if (await->getOperand() != nullptr) scan(*await->getOperand());
    return;
  }
  for (const auto* child : node.children()) {
    if (child != nullptr) scan(*child);
  }
}

}  // namespace stallhound::extraction
