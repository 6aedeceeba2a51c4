// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements: which code runs, in which loop, and what is destroyed at the end of a scope.
//
// The walk follows the source order and leaves out what never runs: unevaluated operands, discarded branches of
// `if constexpr`, and branches behind constant conditions. `do ... while (0)` is not a loop. Destructors of locals are
// recorded when their scope ends, at the place where the variable is declared, since that is the line to change.
#include "extract/body.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>

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
    if (method->getDeclName().isIdentifier() && method->getName() == "await_transform" && method->isDeleted())
      return true;
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

/// Whether control never comes out of the end of a statement, as far as its last statement tells.
bool always_leaves(const clang::Stmt* node) {
  if (const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(node)) {
    return !block->body_empty() && always_leaves(block->body_back());
  }
  if (llvm::isa_and_nonnull<clang::ReturnStmt, clang::CoreturnStmt, clang::BreakStmt, clang::ContinueStmt,
                            clang::GotoStmt>(node)) {
    return true;
  }
  const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(node);
  if (expr == nullptr) return false;
  if (llvm::isa<clang::CXXThrowExpr>(expr->IgnoreImplicit())) return true;
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expr->IgnoreImplicit());
  return call != nullptr && call->getDirectCallee() != nullptr && call->getDirectCallee()->isNoReturn();
}

/// Whether the promise's initial_suspend returns std::suspend_always.
bool starts_suspended(const clang::CoroutineBodyStmt& coroutine) {
  const auto* start = llvm::dyn_cast_or_null<clang::Expr>(coroutine.getInitSuspendStmt());
  if (start == nullptr) return false;
  const auto* await = llvm::dyn_cast<clang::CoroutineSuspendExpr>(skip_wrapping(start));
  if (await == nullptr || await->getOperand() == nullptr) return false;
  const auto* type = await->getOperand()->getType().getNonReferenceType()->getAsCXXRecordDecl();
  return type != nullptr && type->isInStdNamespace() && type->getName() == "suspend_always";
}

}  // namespace

void BodyWalker::walk_function(const clang::FunctionDecl& function) {
  function_ = &function;
  body_.function = tables_.function(function);
  body_.location = tables_.location(function.getLocation());
  read_only_ = ReadOnlyVariables(function.getBody());
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
    leave(*variable);
  }
}

void BodyWalker::scope(const clang::Stmt& node) {
  const auto outer = scope_variables_.size();
  if (const auto* coroutine = llvm::dyn_cast<clang::CoroutineBodyStmt>(&node)) {
    coroutine_body(*coroutine);
  } else if (llvm::isa<clang::CompoundStmt>(node)) {
    const Restore<std::uint32_t> before(guard_, guard_);
    for (const auto* child : node.children()) {
      statement(child);
      after_early_exit(child);
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
    case clang::Stmt::SwitchStmtClass:
      switch_statement(llvm::cast<clang::SwitchStmt>(node));
      return true;
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
      if (value->getType()->isRecordType()) {
        if (const auto place = values_.place(value); place.kind == ValueKind::slot) released_.insert(place.id);
      }
      if (function_ != nullptr) {
        if (tables_.may_hold_callable(function_->getReturnType())) {
          flow({ValueKind::slot, tables_.result_slot_of(*function_)}, *value);
        } else {
          origin(function_->getReturnType(), [&] { return tables_.result_slot_of(*function_); }, *value);
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
  if (node.getThen() != nullptr && (!known || value)) guarded(*node.getThen(), node.getCond(), true);
  if (node.getElse() != nullptr && (!known || !value)) guarded(*node.getElse(), node.getCond(), false);
  end_scope(outer);
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
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(condition)) {
      const auto set = set_from_.find(reference->getDecl());
      return set == set_from_.end() ? npos : set->second;
    }
    const auto site = sites_.find(condition);
    return site == sites_.end() ? npos : site->second;
  }
  return npos;
}

/// Walks a branch. If its condition is what a call answers, the branch is remembered to depend on it.
void BodyWalker::guarded(const clang::Stmt& branch, const clang::Expr* condition, bool outcome) {
  const auto site = asked(condition, outcome);
  if (site == npos) return scope(branch);
  body_.guards.push_back({guard_, site, outcome});
  const Restore<std::uint32_t> inside(guard_, static_cast<std::uint32_t>(body_.guards.size() - 1));
  scope(branch);
}

/// After `if (question()) return;` the rest of the block depends on the other answer.
void BodyWalker::after_early_exit(const clang::Stmt* node) {
  const auto* branch = llvm::dyn_cast_or_null<clang::IfStmt>(node);
  if (branch == nullptr || branch->getElse() != nullptr || !always_leaves(branch->getThen())) return;
  bool outcome = false;
  const auto site = asked(branch->getCond(), outcome);
  if (site == npos) return;
  body_.guards.push_back({guard_, site, outcome});
  guard_ = static_cast<std::uint32_t>(body_.guards.size() - 1);
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

/// Remembers where a handle comes from. Plain numbers other than int are no handles.
void BodyWalker::origin(clang::QualType type, llvm::function_ref<SlotId()> target, const clang::Expr& source) {
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (type != context_.IntTy && !type->isPointerType() && !type->isRecordType()) return;
  std::vector<Value> sources;
  const auto collect = [&](const clang::Expr* from) {
    from = skip_wrapping(from);
    if (const auto site = sites_.find(from); site != sites_.end()) {
      sources.push_back({ValueKind::result, site->second});
    } else if (llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(from)) {
      if (const auto place = values_.place(from); place.kind != ValueKind::none) sources.push_back(place);
    }
  };
  const auto* whole = skip_wrapping(&source);
  if (const auto* choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(whole)) {
    collect(choice->getTrueExpr());
    collect(choice->getFalseExpr());
  } else {
    collect(whole);
  }
  if (sources.empty()) return;
  body_.origins.push_back({target(), std::move(sources), tables_.location(source.getBeginLoc())});
}

void BodyWalker::origin(const clang::ValueDecl& target, const clang::Expr& source) {
  if (const auto site = sites_.find(skip_wrapping(&source)); site != sites_.end()) {
    set_from_[&target] = site->second;
  } else {
    set_from_.erase(&target);
  }
  origin(target.getType(), [&] { return tables_.slot(target); }, source);
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
    } else {
      origin(found, *init);
    }
  }
  if (found.isStaticLocal() || found.getType()->isReferenceType()) return;
  if (init != nullptr) {
    if (const auto site = sites_.find(made_object(init)); site != sites_.end()) constructed_by_[&found] = site->second;
  }
  if (found.needsDestruction(context_) != clang::QualType::DK_none || found.hasAttr<clang::CleanupAttr>()) {
    scope_variables_.push_back(&found);
  }
}

void BodyWalker::constructor_initialisers(const clang::CXXConstructorDecl& constructor) {
  for (const auto* init : constructor.inits()) {
    const auto* value = init->getInit();
    if (value == nullptr) continue;
    not_destroyed_.insert(made_object(value));
    statement(value);
    const auto* field = init->getAnyMember();
    if (field != nullptr &&
        (tables_.may_hold_callable(field->getType()) || llvm::isa<clang::InitListExpr>(skip_wrapping(value)))) {
      initialiser(*value, {ValueKind::slot, tables_.slot(*field)});
    } else if (field != nullptr) {
      origin(*field, *value);
    }
  }
}

void BodyWalker::members_destroyed(const clang::CXXDestructorDecl& destructor) {
  const Restore<std::uint32_t> implicit(implicit_flags_, implicit_flags_ | site_implicit);
  const auto* record = destructor.getParent();
  for (const auto* field : record->fields()) {
    if (field->getType()->isReferenceType()) continue;
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
      body_.lazy = starts_suspended(coroutine);
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
  if (awaits && coroutine.getBody() != nullptr) control_flow_graph(*coroutine.getBody());
}

}  // namespace stallhound::extraction
