// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is done the first time only: `if (!instance) instance = new Config();`. It may well have been done before the
// loop began, so a way through it is less than certain.
#include <clang/AST/ASTContext.h>

#include <algorithm>

#include "extract/body.h"

namespace stallhound::extraction {
namespace {

/// The static or global variable that a condition finds empty: `!x`, `x == nullptr`, `x == 0`.
const clang::VarDecl* empty_variable(const clang::Expr* condition, const clang::ASTContext& context) {
  condition = skip_wrapping(condition);
  const clang::Expr* asked = nullptr;
  if (const auto* negation = llvm::dyn_cast<clang::UnaryOperator>(condition);
      negation != nullptr && negation->getOpcode() == clang::UO_LNot) {
    asked = negation->getSubExpr();
  } else if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(condition);
             binary != nullptr && binary->getOpcode() == clang::BO_EQ) {
    const auto null = binary->getRHS()->isNullPointerConstant(const_cast<clang::ASTContext&>(context),
                                                              clang::Expr::NPC_ValueDependentIsNotNull);
    if (null != clang::Expr::NPCK_NotNull) asked = binary->getLHS();
  } else if (const auto* equal = llvm::dyn_cast<clang::CXXOperatorCallExpr>(condition);
             equal != nullptr && equal->getOperator() == clang::OO_EqualEqual && equal->getNumArgs() == 2 &&
             equal->getArg(1)->getType()->isNullPtrType()) {
    asked = equal->getArg(0);
  }
  if (asked == nullptr) return nullptr;
  asked = skip_wrapping(asked);
  // A smart pointer or QPointer is asked through a conversion.
  if (const auto* conversion = llvm::dyn_cast<clang::CXXMemberCallExpr>(asked);
      conversion != nullptr && llvm::isa_and_nonnull<clang::CXXConversionDecl>(conversion->getMethodDecl())) {
    asked = skip_wrapping(conversion->getImplicitObjectArgument());
  }
  const auto* variable = llvm::dyn_cast_or_null<clang::VarDecl>(assigned_variable(asked));
  return variable != nullptr && variable->hasGlobalStorage() ? variable : nullptr;
}

/// Whether a statement gives the variable a value, or hands it to something that can.
bool fills(const clang::Stmt* node, const clang::VarDecl& variable) {
  if (node == nullptr) return false;
  const auto names_it = [&](const clang::Expr* expression) {
    return assigned_variable(skip_wrapping(expression)) == &variable;
  };
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(node)) {
    if (binary->isAssignmentOp() && names_it(binary->getLHS())) return true;
  }
  if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(node)) {
    if (call->isAssignmentOp() && call->getNumArgs() > 0 && names_it(call->getArg(0))) return true;
  }
  if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(node)) {
    if (names_it(member->getImplicitObjectArgument())) return true;  // instance.reset(new Config)
  }
  if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(node)) {
    if (address->getOpcode() == clang::UO_AddrOf && names_it(address->getSubExpr())) return true;
  }
  return std::any_of(node->child_begin(), node->child_end(),
                     [&](const clang::Stmt* child) { return fills(child, variable); });
}

}  // namespace

bool is_first_time(const clang::IfStmt& node, const clang::ASTContext& context) {
  const auto* variable = node.getCond() == nullptr ? nullptr : empty_variable(node.getCond(), context);
  return variable != nullptr && fills(node.getThen(), *variable);
}

}  // namespace stallhound::extraction
