// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Questions: branches that depend on what a call answers, and code that is never reached.
#include <clang/AST/ASTContext.h>

#include <algorithm>

#include "extract/body.h"
#include "extract/constants.h"

namespace stallhound::extraction {

/// Whether control never comes out of the end of a statement, as far as its last statement tells. Nested blocks are
/// asked about from every level.
bool BodyWalker::always_leaves(const clang::Stmt* node) {
  if (node == nullptr) return false;
  if (llvm::isa<clang::ReturnStmt, clang::CoreturnStmt, clang::BreakStmt, clang::ContinueStmt, clang::GotoStmt,
                clang::ObjCAtThrowStmt>(node)) {
    return true;
  }
  if (const auto* section = llvm::dyn_cast<clang::SwitchCase>(node)) return always_leaves(section->getSubStmt());
  if (llvm::isa<clang::CompoundStmt, clang::IfStmt>(node)) {
    if (const auto known = leaves_.find(node); known != leaves_.end()) return known->second;
    const auto* block = llvm::dyn_cast<clang::CompoundStmt>(node);
    const auto* branch = llvm::dyn_cast<clang::IfStmt>(node);
    const bool leaves = block != nullptr ? !block->body_empty() && always_leaves(block->body_back())
                                         : always_leaves(branch->getThen()) && always_leaves(branch->getElse());
    leaves_[node] = leaves;
    return leaves;
  }
  const auto* expr = llvm::dyn_cast<clang::Expr>(node);
  if (expr == nullptr) return false;
  if (llvm::isa<clang::CXXThrowExpr>(expr->IgnoreImplicit())) return true;
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expr->IgnoreImplicit());
  return call != nullptr && call->getDirectCallee() != nullptr && call->getDirectCallee()->isNoReturn();
}

bool has_entry(const clang::Stmt* node) {
  if (node == nullptr) return false;
  if (llvm::isa<clang::LabelStmt, clang::SwitchCase>(node)) return true;
  return std::any_of(node->child_begin(), node->child_end(), has_entry);
}

const clang::ValueDecl* assigned_variable(const clang::Expr* expression) {
  if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression)) return reference->getDecl();
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expression)) return member->getMemberDecl();
  if (const auto* member = llvm::dyn_cast<clang::ObjCIvarRefExpr>(expression)) return member->getDecl();
  const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression);
  if (unary == nullptr || unary->getOpcode() != clang::UO_Deref) return nullptr;
  const auto* pointer = llvm::dyn_cast<clang::DeclRefExpr>(unary->getSubExpr()->IgnoreParenImpCasts());
  return pointer == nullptr ? nullptr : pointer->getDecl();
}

/// The call whose answer a condition asks for, and whether the condition holds if it answers true (or not zero): a
/// call, a variable that was set from one, their negation, and comparisons with zero. npos if the condition is another.
std::uint32_t BodyWalker::asked(const clang::Expr* condition, bool& outcome) const {
  while (condition != nullptr) {
    condition = skip_wrapping(condition);
    if (const auto* negation = llvm::dyn_cast<clang::UnaryOperator>(condition);
        negation != nullptr && negation->getOpcode() == clang::UO_LNot) {
      condition = negation->getSubExpr();
      outcome = !outcome;
      continue;
    }
    if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(condition)) {
      if (binary->getOpcode() == clang::BO_Assign) {
        condition = binary->getRHS();
        continue;
      }
      // `pid > 0` is asked of calls that fail with negative numbers.
      if (!binary->isEqualityOp() && binary->getOpcode() != clang::BO_GT) return npos;
      const auto zero = binary->getRHS()->getIntegerConstantExpr(context_);
      if (!zero || *zero != 0) return npos;
      if (binary->getOpcode() == clang::BO_EQ) outcome = !outcome;
      condition = binary->getLHS();
      continue;
    }
    if (const auto* variable = assigned_variable(condition)) {
      const auto set = set_from_.find(variable);
      return set == set_from_.end() ? npos : set->second;
    }
    const auto site = sites_.find(condition);
    return site == sites_.end() ? npos : site->second;
  }
  return npos;
}

/// Reads `parameter`, `parameter == constant` and `parameter != constant`, of a parameter that nothing changes.
/// `guard.answer` is the outcome of the condition, and becomes that of the comparison.
bool BodyWalker::compared_parameter(const clang::Expr& condition, Guard& guard) const {
  const clang::Expr* compared = &condition;
  const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(compared);
  if (binary != nullptr) {
    if (!binary->isEqualityOp()) return false;
    Argument constant;
    read_constant(*binary->getRHS(), context_, read_only_, constant);
    const bool whole = constant.constant == ConstantKind::integer || constant.constant == ConstantKind::enumerator ||
                       constant.constant == ConstantKind::boolean || constant.constant == ConstantKind::null;
    if (!whole) return false;
    guard.number = constant.number;
    if (binary->getOpcode() == clang::BO_NE) guard.answer = !guard.answer;
    compared = binary->getLHS();
  }
  const auto type = compared->IgnoreParenImpCasts()->getType();
  if (!type->isIntegralOrEnumerationType() && !type->isPointerType()) return false;
  Argument parameter;
  read_constant(*compared, context_, read_only_, parameter);
  if (parameter.constant != ConstantKind::parameter) return false;
  if (binary == nullptr) guard.answer = !guard.answer;  // It holds if the parameter is not zero.
  guard.parameter = static_cast<std::uint32_t>(parameter.number);
  return true;
}

/// Remembers, for what is walked next, that a condition had this outcome. `a && b` holds only if both do; `a || b`
/// fails only if both do.
void BodyWalker::push_guards(const clang::Expr* condition, bool outcome) {
  const auto* inner = condition == nullptr ? nullptr : skip_wrapping(condition);
  if (inner == nullptr) return;
  if (const auto* negation = llvm::dyn_cast<clang::UnaryOperator>(inner);
      negation != nullptr && negation->getOpcode() == clang::UO_LNot) {
    return push_guards(negation->getSubExpr(), !outcome);
  }
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(inner); binary != nullptr && binary->isLogicalOp()) {
    if ((binary->getOpcode() == clang::BO_LAnd) != outcome) return;
    push_guards(binary->getLHS(), outcome);
    return push_guards(binary->getRHS(), outcome);
  }
  Guard guard{guard_, npos, outcome};
  if (!compared_parameter(*inner, guard)) {
    guard.site = asked(inner, outcome);
    guard.answer = outcome;
    if (guard.site == npos) return;
  }
  body_.guards.push_back(guard);
  guard_ = static_cast<std::uint32_t>(body_.guards.size() - 1);
}

/// Walks a branch. If its condition is what a call answers, the branch is remembered to depend on it.
void BodyWalker::guarded(const clang::Stmt& branch, const clang::Expr* condition, bool outcome) {
  const Restore<std::uint32_t> outside(guard_, guard_);
  push_guards(condition, outcome);
  const auto first = body_.sites.size();
  scope(branch);
  if (ends_program(&branch, tables_)) mark_dying(first);
}

/// `a && b && c`: an operand runs if those before it let it. The whole chain is one list, since each of its levels
/// would otherwise ask about all that stands to its left.
void BodyWalker::logical(const clang::BinaryOperator& whole) {
  std::vector<const clang::Expr*> operands;
  const clang::Expr* left = &whole;
  for (const auto* level = &whole; level != nullptr && level->getOpcode() == whole.getOpcode();
       level = llvm::dyn_cast<clang::BinaryOperator>(left->IgnoreParens())) {
    operands.push_back(level->getRHS());
    left = level->getLHS();
  }
  operands.push_back(left);
  std::reverse(operands.begin(), operands.end());
  const bool goes_on = whole.getOpcode() == clang::BO_LAnd;
  const Restore<std::uint32_t> outside(guard_, guard_);
  for (const auto* operand : operands) {
    if (operand == operands.front()) {
      statement(operand);
    } else {
      guarded(*operand, nullptr, goes_on);
    }
    if (operand == operands.back()) break;
    bool value = false;
    if (constant_condition(*operand, context_, value) && value != goes_on) break;  // The rest never runs.
    push_guards(operand, goes_on);
  }
}

/// After `if (question()) return;` the rest of the block depends on the other answer; so it does after
/// `if (...) ...; else return;` and the like.
void BodyWalker::after_early_exit(const clang::Stmt* node) {
  const auto* branch = llvm::dyn_cast_or_null<clang::IfStmt>(node);
  if (branch == nullptr) return;
  if (always_leaves(branch->getThen())) {
    push_guards(branch->getCond(), false);
    after_early_exit(branch->getElse());
  } else if (always_leaves(branch->getElse())) {
    push_guards(branch->getCond(), true);
  }
}

/// `switch (fork())` asks as `if` does: what stands behind `case 0` runs if the answer was zero.
void BodyWalker::switch_statement(const clang::SwitchStmt& node) {
  const auto outer = scope_variables_.size();
  statement(node.getInit());
  if (node.getConditionVariableDeclStmt() != nullptr) statement(node.getConditionVariableDeclStmt());
  statement(node.getCond());
  bool outcome = true;
  const auto site = asked(node.getCond(), outcome);
  const auto* body = llvm::dyn_cast_or_null<clang::CompoundStmt>(node.getBody());
  if (site == npos || body == nullptr) {
    if (node.getBody() != nullptr) scope(*node.getBody());
    return end_scope(outer);
  }
  const Restore<std::uint32_t> before(guard_, guard_);
  const auto outside = guard_;
  for (const auto* child : body->body()) {
    const auto* label = child;
    while (const auto* section = llvm::dyn_cast<clang::SwitchCase>(label)) {
      const auto* value = llvm::dyn_cast<clang::CaseStmt>(section);
      const auto constant = value == nullptr ? std::nullopt : value->getLHS()->getIntegerConstantExpr(context_);
      const bool zero = constant && *constant == 0;
      body_.guards.push_back({outside, site, zero ? !outcome : outcome});
      guard_ = static_cast<std::uint32_t>(body_.guards.size() - 1);
      label = section->getSubStmt();
    }
    statement(label);
  }
  end_scope(outer);
}

}  // namespace stallhound::extraction
