// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements: which code runs, in which loop, and what is destroyed at the end of a scope.
//
// The walk follows the source order and leaves out what never runs: unevaluated operands, discarded branches of
// `if constexpr`, and branches behind constant conditions. `do ... while (0)` is not a loop. Destructors of locals are
// recorded when their scope ends, at the place where the variable is declared, since that is the line to change.
#include "extract/body.h"

#include <clang/AST/ASTContext.h>

#include "extract/constants.h"

namespace stallhound::extraction {
namespace {

/// Restores a variable at the end of a block.
template <class T>
class Restore {
 public:
  Restore(T& variable, T value) : variable_(variable), before_(variable) { variable_ = value; }
  ~Restore() { variable_ = before_; }
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;

 private:
  T& variable_;
  T before_;
};

bool deletes_await_transform(const clang::CXXRecordDecl& promise) {
  for (const auto* method : promise.methods()) {
    if (method->getDeclName().isIdentifier() && method->getName() == "await_transform" && method->isDeleted()) return true;
  }
  for (const auto* member : promise.decls()) {
    const auto* function = llvm::dyn_cast<clang::FunctionTemplateDecl>(member);
    if (function != nullptr && function->getDeclName().isIdentifier() && function->getName() == "await_transform" &&
        function->getTemplatedDecl()->isDeleted()) {
      return true;
    }
  }
  return false;
}

}  // namespace

void BodyWalker::walk_function(const clang::FunctionDecl& function) {
  function_ = &function;
  body_.function = tables_.function(function);
  body_.location = tables_.location(function.getLocation());
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&function)) {
    constructor_initialisers(*constructor);
  }
  if (const auto* body = function.getBody()) scope(*body);
  if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(&function)) members_destroyed(*destructor);
}

void BodyWalker::walk_initialiser(const clang::VarDecl& variable) {
  body_.function = tables_.initialiser(variable);
  body_.location = tables_.location(variable.getLocation());
  if (variable.getInit() != nullptr) {
    statement(variable.getInit());
    initialiser(*variable.getInit(), {ValueKind::slot, tables_.slot(variable)});
  }
}

void BodyWalker::children(const clang::Stmt& parent) {
  for (const auto* child : parent.children()) {
    if (child != nullptr) statement(child);
  }
}

void BodyWalker::statement(const clang::Stmt* node) {
  if (node == nullptr || node == walked_operand_ || control_flow(*node)) return;
  if (const auto* expr = llvm::dyn_cast<clang::Expr>(node)) {
    if (!expression(*expr)) children(*node);
    return;
  }
  children(*node);
}

void BodyWalker::end_scope(std::size_t outer) {
  while (scope_variables_.size() > outer) {
    const auto* variable = scope_variables_.back();
    scope_variables_.pop_back();
    destroy(variable->getType(), variable->getLocation(), {ValueKind::slot, tables_.slot(*variable)});
  }
}

void BodyWalker::scope(const clang::Stmt& node) {
  const auto outer = scope_variables_.size();
  if (const auto* coroutine = llvm::dyn_cast<clang::CoroutineBodyStmt>(&node)) {
    coroutine_body(*coroutine);
  } else if (llvm::isa<clang::CompoundStmt>(node)) {
    for (const auto* child : node.children()) {
      statement(child);
      const auto* value = llvm::dyn_cast_or_null<clang::Expr>(child);
      if (value == nullptr) continue;
      if (const auto site = sites_.find(skip_wrapping(value)); site != sites_.end()) {
        body_.sites[site->second].flags |= site_discarded;
      }
    }
  } else {
    statement(&node);
  }
  end_scope(outer);
}

bool BodyWalker::control_flow(const clang::Stmt& node) {
  switch (node.getStmtClass()) {
    case clang::Stmt::CompoundStmtClass:
    case clang::Stmt::CoroutineBodyStmtClass:
      scope(node);
      return true;
    case clang::Stmt::IfStmtClass:
      if_statement(llvm::cast<clang::IfStmt>(node));
      return true;
    case clang::Stmt::ForStmtClass: {
      const auto& statement_ = llvm::cast<clang::ForStmt>(node);
      const auto outer = scope_variables_.size();
      statement(statement_.getInit());
      loop(statement_, statement_.getCond());
      end_scope(outer);
      return true;
    }
    case clang::Stmt::WhileStmtClass:
      loop(llvm::cast<clang::WhileStmt>(node), llvm::cast<clang::WhileStmt>(node).getCond());
      return true;
    case clang::Stmt::DoStmtClass: {
      const auto& statement_ = llvm::cast<clang::DoStmt>(node);
      bool value = true;
      if (constant_condition(*statement_.getCond(), context_, value) && !value) {
        scope(*statement_.getBody());
      } else {
        loop(statement_, statement_.getCond());
      }
      return true;
    }
    case clang::Stmt::CXXForRangeStmtClass:
      range_for(llvm::cast<clang::CXXForRangeStmt>(node));
      return true;
    case clang::Stmt::DeclStmtClass:
      declaration(llvm::cast<clang::DeclStmt>(node));
      return true;
    case clang::Stmt::CXXCatchStmtClass:
      scope(*llvm::cast<clang::CXXCatchStmt>(node).getHandlerBlock());
      return true;
    case clang::Stmt::CoreturnStmtClass: {
      const auto& statement_ = llvm::cast<clang::CoreturnStmt>(node);
      statement(statement_.getOperand());
      machinery({statement_.getPromiseCall()}, statement_.getOperand());
      return true;
    }
    case clang::Stmt::ReturnStmtClass: {
      const auto* value = llvm::cast<clang::ReturnStmt>(node).getRetValue();
      if (value == nullptr) return true;
      not_destroyed_.insert(made_object(value));
      statement(value);
      if (function_ != nullptr) {
        if (tables_.may_hold_callable(function_->getReturnType())) {
          flow({ValueKind::slot, tables_.result_slot_of(*function_)}, *value);
        }
        if (const auto site = sites_.find(skip_wrapping(value)); site != sites_.end()) {
          body_.sites[site->second].flags |= site_returned;
        }
      }
      return true;
    }
    default:
      return false;
  }
}

void BodyWalker::if_statement(const clang::IfStmt& node) {
  const auto outer = scope_variables_.size();
  statement(node.getInit());
  if (node.getConditionVariableDeclStmt() != nullptr) statement(node.getConditionVariableDeclStmt());
  bool value = false;
  const bool known =
      node.isConsteval() || (node.getCond() != nullptr && constant_condition(*node.getCond(), context_, value));
  if (node.isConsteval()) value = node.isNegatedConsteval();
  if (!known && node.getCond() != nullptr) statement(node.getCond());
  if (node.getThen() != nullptr && (!known || value)) scope(*node.getThen());
  if (node.getElse() != nullptr && (!known || !value)) scope(*node.getElse());
  end_scope(outer);
}

template <class LoopStatement>
void BodyWalker::loop(const LoopStatement& node, const clang::Expr* condition) {
  bool value = true;
  const bool known = condition == nullptr || constant_condition(*condition, context_, value);
  if (known && !value) return;  // while (false)
  body_.loops.push_back({loop_, tables_.location(node.getBeginLoc()), known});
  const Restore<std::uint32_t> inside(loop_, static_cast<std::uint32_t>(body_.loops.size() - 1));
  const auto first = body_.sites.size();
  if (condition != nullptr) statement(condition);
  for (auto site = first; site < body_.sites.size(); ++site) body_.sites[site].flags |= site_loop_condition;
  if constexpr (std::is_same_v<LoopStatement, clang::ForStmt>) {
    if (node.getConditionVariableDeclStmt() != nullptr) statement(node.getConditionVariableDeclStmt());
    statement(node.getInc());
  }
  if constexpr (std::is_same_v<LoopStatement, clang::WhileStmt>) {
    if (node.getConditionVariableDeclStmt() != nullptr) statement(node.getConditionVariableDeclStmt());
  }
  if (node.getBody() != nullptr) scope(*node.getBody());
}

void BodyWalker::range_for(const clang::CXXForRangeStmt& node) {
  statement(node.getInit());
  statement(node.getRangeStmt());
  statement(node.getBeginStmt());
  statement(node.getEndStmt());
  body_.loops.push_back({loop_, tables_.location(node.getBeginLoc()), false});
  const Restore<std::uint32_t> inside(loop_, static_cast<std::uint32_t>(body_.loops.size() - 1));
  statement(node.getCond());
  statement(node.getInc());
  const auto outer = scope_variables_.size();
  statement(node.getLoopVarStmt());
  // Elements come from the range, whatever its iterators do.
  if (const auto* variable = node.getLoopVariable();
      variable != nullptr && node.getRangeInit() != nullptr && tables_.may_hold_callable(variable->getType())) {
    const auto from = values_.place(node.getRangeInit());
    if (from.kind != ValueKind::none) {
      body_.flows.push_back({tables_.slot(*variable), {from}, tables_.location(variable->getLocation())});
    }
  }
  if (node.getBody() != nullptr) scope(*node.getBody());
  end_scope(outer);
}

void BodyWalker::declaration(const clang::DeclStmt& node) {
  for (const auto* declared : node.decls()) {
    if (const auto* found = llvm::dyn_cast<clang::VarDecl>(declared)) {
      variable(*found);
      if (const auto* decomposition = llvm::dyn_cast<clang::DecompositionDecl>(found)) {
        for (const auto* binding : decomposition->bindings()) {
          if (const auto* held = binding->getHoldingVar()) variable(*held);
        }
      }
    } else if (llvm::isa<clang::CXXRecordDecl>(declared)) {
      nested_.push_back(declared);
    }
  }
}

void BodyWalker::variable(const clang::VarDecl& found) {
  const auto* init = found.getInit();
  if (init != nullptr) {
    not_destroyed_.insert(made_object(init));
    statement(init);
    if (tables_.may_hold_callable(found.getType()) || llvm::isa<clang::InitListExpr>(skip_wrapping(init))) {
      initialiser(*init, {ValueKind::slot, tables_.slot(found)});
    }
  }
  if (found.isStaticLocal() || found.getType()->isReferenceType()) return;
  if (found.needsDestruction(context_) != clang::QualType::DK_none) scope_variables_.push_back(&found);
}

void BodyWalker::constructor_initialisers(const clang::CXXConstructorDecl& constructor) {
  for (const auto* init : constructor.inits()) {
    const auto* value = init->getInit();
    if (value == nullptr) continue;
    not_destroyed_.insert(made_object(value));
    statement(value);
    const auto* field = init->getAnyMember();
    if (field != nullptr && (tables_.may_hold_callable(field->getType()) ||
                             llvm::isa<clang::InitListExpr>(skip_wrapping(value)))) {
      initialiser(*value, {ValueKind::slot, tables_.slot(*field)});
    }
  }
}

void BodyWalker::members_destroyed(const clang::CXXDestructorDecl& destructor) {
  const Restore<std::uint32_t> implicit(implicit_flags_, implicit_flags_ | site_implicit);
  const auto* record = destructor.getParent();
  for (const auto* field : record->fields()) {
    destroy(field->getType(), field->getLocation(), {ValueKind::slot, tables_.slot(*field)});
  }
  for (const auto& base : record->bases()) destroy(base.getType(), base.getBeginLoc(), {});
}

void BodyWalker::coroutine_body(const clang::CoroutineBodyStmt& coroutine) {
  body_.is_coroutine = true;
  if (const auto* promise = coroutine.getPromiseDecl(); promise != nullptr) {
    const auto* record = promise->getType()->getAsCXXRecordDecl();
    if (record != nullptr && record->getDefinition() != nullptr) {
      body_.generator_like = deletes_await_transform(*record->getDefinition());
    }
  }
  machinery({coroutine.getPromiseDeclStmt(), coroutine.getInitSuspendStmt()}, nullptr);
  if (coroutine.getBody() != nullptr) scope(*coroutine.getBody());
  machinery({coroutine.getFallthroughHandler(), coroutine.getFinalSuspendStmt()}, nullptr);
  bool yields = false;
  bool awaits = false;
  for (const auto& suspension : body_.suspensions) {
    (suspension.kind == SuspensionKind::yield ? yields : awaits) = true;
  }
  body_.generator_like = body_.generator_like || (yields && !awaits);
}

}  // namespace stallhound::extraction
