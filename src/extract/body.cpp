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

void BodyWalker::walk_function(const clang::FunctionDecl& function) {
  callable_ = function_ = &function;
  body_.function = tables_.function(function);
  body_.location = tables_.location(function.getLocation());
  read_only_ = ReadOnlyVariables(function.getBody());
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&function)) {
    constructor_initialisers(*constructor);
  }
  if (const auto* body = function.getBody()) scope(*body);
  if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(&function)) members_destroyed(*destructor);
}

void BodyWalker::walk_callable(const clang::Decl& callable) {
  callable_ = &callable;
  body_.function = tables_.function(callable);
  const auto* block = llvm::dyn_cast<clang::BlockDecl>(&callable);
  body_.location = tables_.location(block != nullptr ? block->getCaretLocation() : callable.getLocation());
  read_only_ = ReadOnlyVariables(callable.getBody());
  if (const auto* body = callable.getBody()) scope(*body);
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

namespace {

/// What a node holds that adds nothing to it: parentheses, conversions that call nothing, the end of an expression.
const clang::Stmt* inside_of(const clang::Stmt* node) {
  if (const auto* parenthesised = llvm::dyn_cast<clang::ParenExpr>(node)) return parenthesised->getSubExpr();
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(node)) return cast->getSubExpr();
  if (const auto* cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(node)) return cleanups->getSubExpr();
  if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(node)) return made->getSubExpr();
  if (const auto* label = llvm::dyn_cast<clang::SwitchCase>(node)) return label->getSubStmt();
  return nullptr;
}

}  // namespace

void BodyWalker::statement(const clang::Stmt* node) {
  while (node != nullptr && node != walked_operand_) {
    const auto* inner = inside_of(node);
    if (inner == nullptr) break;
    node = inner;
  }
  if (node == nullptr || node == walked_operand_ || control_flow(*node)) return;
  if (const auto* expr = llvm::dyn_cast<clang::Expr>(node)) {
    const auto first = body_.sites.size();
    if (!expression(*expr)) children(*node);
    if (ends_program(expr, tables_)) mark_dying(first);
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
    bool reached = true;
    for (const auto* child : node.children()) {
      reached = reached || has_entry(child);
      if (!reached) continue;
      statement(child);
      reached = !always_leaves(child);
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
      const auto& node_statement = llvm::cast<clang::ForStmt>(node);
      const auto outer = scope_variables_.size();
      statement(node_statement.getInit());
      loop(node_statement, node_statement.getCond());
      end_scope(outer);
      return true;
    }
    case clang::Stmt::WhileStmtClass:
      loop(llvm::cast<clang::WhileStmt>(node), llvm::cast<clang::WhileStmt>(node).getCond());
      return true;
    case clang::Stmt::DoStmtClass: {
      const auto& node_statement = llvm::cast<clang::DoStmt>(node);
      bool value = true;
      if (constant_condition(*node_statement.getCond(), context_, value) && !value) {
        scope(*node_statement.getBody());
      } else {
        loop(node_statement, node_statement.getCond());
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
    case clang::Stmt::CXXCatchStmtClass: {
      const auto& handler = llvm::cast<clang::CXXCatchStmt>(node);
      const auto outer = scope_variables_.size();
      // An exception that is caught by value is copied.
      if (handler.getExceptionDecl() != nullptr) variable(*handler.getExceptionDecl());
      scope(*handler.getHandlerBlock());
      end_scope(outer);
      return true;
    }
    case clang::Stmt::CoreturnStmtClass: {
      const auto& node_statement = llvm::cast<clang::CoreturnStmt>(node);
      statement(node_statement.getOperand());
      machinery({node_statement.getPromiseCall()}, node_statement.getOperand());
      return true;
    }
    case clang::Stmt::ReturnStmtClass:
      returned(llvm::cast<clang::ReturnStmt>(node));
      return true;
    default:
      return objc_statement(node);
  }
}

void BodyWalker::returned(const clang::ReturnStmt& node) {
  const auto* value = node.getRetValue();
  if (value == nullptr) return;
  // A local that is returned is made in its caller's place: no copy, and no end here.
  const auto* kept = node.getNRVOCandidate();
  const bool copied = kept == nullptr || !kept->isNRVOVariable();
  not_destroyed_.insert(made_object(value));
  if (copied) statement(value);
  if (value->getType()->isRecordType()) {
    if (const auto place = values_.place(value); place.kind == ValueKind::slot) released_.insert(place.id);
  }
  if (callable_ == nullptr) return;
  const auto type = returned_type(*value);
  if (tables_.may_hold_callable(type)) {
    flow({ValueKind::slot, tables_.result_slot_of(*callable_, type)}, *value);
    returned_reference(*value, type);
  } else {
    origin(type, [&] { return tables_.result_slot_of(*callable_, type); }, *value);
  }
  if (const auto site = sites_.find(skip_wrapping(value)); site != sites_.end()) {
    body_.sites[site->second].flags |= site_returned;
  }
}

clang::QualType BodyWalker::returned_type(const clang::Expr& value) const {
  if (function_ != nullptr) return function_->getReturnType();
  const auto* method = llvm::dyn_cast<clang::ObjCMethodDecl>(callable_);
  // A block need not say what it returns.
  return method != nullptr ? method->getReturnType() : value.getType();
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
  const auto first = body_.sites.size();
  if (node.getThen() != nullptr && (!known || value)) guarded(*node.getThen(), node.getCond(), true);
  if (is_first_time(node, context_)) {
    for (auto site = first; site < body_.sites.size(); ++site) body_.sites[site].flags |= site_once;
  }
  if (node.getElse() != nullptr && (!known || !value)) guarded(*node.getElse(), node.getCond(), false);
  end_scope(outer);
}

/// Remembers where a handle comes from. Plain numbers other than int are no handles.
void BodyWalker::origin(clang::QualType type, llvm::function_ref<SlotId()> target, const clang::Expr& source) {
  type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (type != context_.IntTy && !type->isPointerType() && !type->isObjCObjectPointerType() && !type->isRecordType())
    return;
  std::vector<Value> sources;
  const auto collect = [&](const clang::Expr* from) {
    from = skip_wrapping(from);
    // What an awaited call gives is what rules say of its result; an awaited variable is not what it gives.
    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(from);
    if (const auto site = sites_.find(await != nullptr ? skip_wrapping(await->getOperand()) : from);
        site != sites_.end()) {
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

void BodyWalker::set_from(const clang::ValueDecl& target, const clang::Expr& source) {
  if (const auto site = sites_.find(skip_wrapping(&source)); site != sites_.end()) {
    set_from_[&target] = site->second;
  } else {
    set_from_.erase(&target);
  }
}

void BodyWalker::origin(const clang::ValueDecl& target, const clang::Expr& source) {
  set_from(target, source);
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
  const auto outside = scope_variables_.size();
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
  end_scope(outside);
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
  if (const auto* array = context_.getAsVariableArrayType(found.getType())) statement(array->getSizeExpr());
  if (init != nullptr) {
    not_destroyed_.insert(made_object(init));
    statement(init);
    if (tables_.may_hold_callable(found.getType()) || llvm::isa<clang::InitListExpr>(skip_wrapping(init))) {
      initialiser(*init, {ValueKind::slot, tables_.slot(found)});
    } else {
      origin(found, *init);
    }
  }
  if (found.isStaticLocal()) return;
  if (found.getType()->isReferenceType()) return extend_temporary(found);
  if (init != nullptr) {
    if (const auto site = sites_.find(made_object(init)); site != sites_.end()) constructed_by_[&found] = site->second;
  }
  if (found.needsDestruction(context_) != clang::QualType::DK_none || found.hasAttr<clang::CleanupAttr>()) {
    scope_variables_.push_back(&found);
  }
}

/// A temporary that is bound to a reference lives as long as the reference.
void BodyWalker::extend_temporary(const clang::VarDecl& reference) {
  const auto* init = reference.getInit();
  if (init == nullptr) return;
  if (const auto* whole = llvm::dyn_cast<clang::FullExpr>(init)) init = whole->getSubExpr();
  // Conversions to a base class may stand around it.
  const auto* inner = init->IgnoreParens();
  while (const auto* cast = llvm::dyn_cast<clang::CastExpr>(inner)) inner = cast->getSubExpr()->IgnoreParens();
  const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(inner);
  if (made == nullptr || made->getExtendingDecl() != &reference) return;
  if (made->getType().isDestructedType() == clang::QualType::DK_none) return;
  extended_[&reference] = made->getType();
  scope_variables_.push_back(&reference);
}

/// What a function returns by reference is the very place: what its callers store there is stored in it.
void BodyWalker::returned_reference(const clang::Expr& value, clang::QualType type) {
  if (!type->isReferenceType() && !type->isPointerType()) return;
  const auto place = stored_place(values_.place(&value));
  if (place.kind != ValueKind::slot) return;
  body_.flows.push_back(
      {place.id, {{ValueKind::slot, tables_.result_slot_of(*callable_, type)}}, tables_.location(value.getBeginLoc())});
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

}  // namespace stallhound::extraction
