// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the compiler makes of a coroutine: its frame and promise, and the steps around each co_await.
#include <clang/AST/ASTContext.h>

#include "extract/body.h"

namespace stallhound::extraction {
namespace {

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

void BodyWalker::coroutine_body(const clang::CoroutineBodyStmt& coroutine) {
  body_.is_coroutine = true;
  if (const auto* promise = coroutine.getPromiseDecl(); promise != nullptr) {
    const auto* record = promise->getType()->getAsCXXRecordDecl();
    if (record != nullptr && record->getDefinition() != nullptr) {
      body_.generator_like = deletes_await_transform(*record->getDefinition());
      body_.lazy = starts_suspended(coroutine);
    }
  }
  if (coroutine.getReturnValueInit() != nullptr) not_destroyed_.insert(made_object(coroutine.getReturnValueInit()));
  machinery({coroutine.getAllocate(), coroutine.getPromiseDeclStmt(), coroutine.getReturnValueInit(),
             coroutine.getInitSuspendStmt()},
            nullptr);
  if (coroutine.getBody() != nullptr) scope(*coroutine.getBody());
  machinery({coroutine.getFallthroughHandler(), coroutine.getExceptionHandler(), coroutine.getFinalSuspendStmt()},
            nullptr);
  // Parameters live in the frame and end with it.
  for (const auto* parameter : function_->parameters()) {
    if (parameter->needsDestruction(context_) == clang::QualType::DK_none) continue;
    destroy(parameter->getType(), parameter->getLocation(), {ValueKind::slot, tables_.slot(*parameter)});
  }
  machinery({coroutine.getDeallocate()}, nullptr);
  bool yields = false;
  bool awaits = false;
  for (const auto& suspension : body_.suspensions) {
    (suspension.kind == SuspensionKind::yield ? yields : awaits) = true;
  }
  body_.generator_like = body_.generator_like || (yields && !awaits);
  if (awaits && coroutine.getBody() != nullptr) control_flow_graph(*coroutine.getBody());
}

void BodyWalker::suspend(const clang::CoroutineSuspendExpr& node) {
  const auto* operand = node.getOperand();
  statement(operand);
  const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(&node);
  // The initial and final suspension are not the author's.
  if (await == nullptr || !await->isImplicit()) {
    Suspension suspension;
    suspension.kind = await == nullptr ? SuspensionKind::yield : SuspensionKind::await;
    suspension.location = tables_.location(node.getBeginLoc());
    if (const auto site = sites_.find(skip_wrapping(operand)); operand != nullptr && site != sites_.end()) {
      suspension.operand = site->second;
      body_.sites[site->second].flags |= site_awaited;
    }
    suspension.loop = loop_;
    suspension.before = static_cast<std::uint32_t>(body_.sites.size());
    for (const auto* variable : scope_variables_) {
      if (const auto made = constructed_by_.find(variable); made != constructed_by_.end()) {
        suspension.alive.push_back(made->second);
      }
    }
    suspensions_[&node] = static_cast<std::uint32_t>(body_.suspensions.size());
    body_.suspensions.push_back(suspension);
  }
  machinery({node.getCommonExpr(), node.getReadyExpr(), node.getSuspendExpr(), node.getResumeExpr()}, operand);
}

/// Code that the compiler adds to a coroutine. Only calls into the project are of interest: what a library does to
/// suspend and resume is not blocking.
void BodyWalker::machinery(std::initializer_list<const clang::Stmt*> statements, const clang::Stmt* walked_operand) {
  const auto flags = implicit_flags_;
  const auto only = project_callees_only_;
  const auto* outer = walked_operand_;
  implicit_flags_ |= site_implicit;
  project_callees_only_ = true;
  walked_operand_ = walked_operand;
  for (const auto* added : statements) statement(added);
  implicit_flags_ = flags;
  project_callees_only_ = only;
  walked_operand_ = outer;
}

}  // namespace stallhound::extraction
