// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Flows: what is stored where. Every initialisation and assignment of a place that can hold a callable becomes one
// flow.
#include <clang/AST/ASTContext.h>

#include "extract/body.h"

namespace stallhound::extraction {

/// Notes the lists within a list that `initialiser` takes apart together with it: they need no look of their own.
void BodyWalker::note_parts(const clang::InitListExpr& whole) {
  std::vector<const clang::InitListExpr*> work{&whole};
  while (!work.empty()) {
    const auto* list = work.back();
    work.pop_back();
    const auto* record = list->getType()->getAsRecordDecl();
    const auto* cxx =
        llvm::dyn_cast_or_null<clang::CXXRecordDecl>(record == nullptr ? nullptr : record->getDefinition());
    const unsigned first = cxx == nullptr ? 0 : cxx->getNumBases();  // Bases are not taken apart.
    for (unsigned i = first; i < list->getNumInits(); ++i) {
      const auto* element = list->getInit(i);
      if (element == nullptr || (record != nullptr && element->isGLValue())) continue;
      const auto* inner = llvm::dyn_cast<clang::InitListExpr>(skip_wrapping(element));
      if (inner != nullptr && !inner->isSemanticForm() && inner->getSemanticForm() != nullptr) {
        inner = inner->getSemanticForm();
      }
      if (inner != nullptr && parts_.insert(inner).second) work.push_back(inner);
    }
  }
}

/// Initialisation of a place. Aggregates are taken apart, so that each field of a table of handlers is a place of its
/// own; where the parts have no name, they belong to the whole.
void BodyWalker::initialiser(const clang::Expr& whole, Value target) {
  const auto* inner = skip_wrapping(&whole);
  const auto* list = llvm::dyn_cast<clang::InitListExpr>(inner);
  if (list == nullptr) return flow(target, whole);
  if (!list->isSemanticForm() && list->getSemanticForm() != nullptr) list = list->getSemanticForm();
  const auto* record = list->getType()->getAsRecordDecl();
  // `reference_{object}` has the class as its type, which need not be complete.
  if (record != nullptr && (whole.isGLValue() || record->getDefinition() == nullptr)) {
    if (list->getNumInits() == 1) flow(target, *list->getInit(0));
    return;
  }
  if (record != nullptr) record = record->getDefinition();
  if (record == nullptr) {
    for (const auto* element : list->inits()) {
      if (element == nullptr) continue;
      initialiser(*element, target);
      if (target.kind == ValueKind::slot) origin(element->getType(), [&] { return target.id; }, *element);
    }
    return;
  }
  if (record->isUnion()) {
    const auto* field = list->getInitializedFieldInUnion();
    if (field != nullptr && list->getNumInits() == 1) {
      initialiser(*list->getInit(0), {ValueKind::slot, tables_.slot(*field)});
    }
    return;
  }
  unsigned index = 0;
  if (const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record)) index = cxx->getNumBases();
  for (const auto* field : record->fields()) {
    if (field->isUnnamedBitField()) continue;
    if (index >= list->getNumInits()) break;
    const auto* value = list->getInit(index++);
    if (value == nullptr || llvm::isa<clang::ImplicitValueInitExpr>(value)) continue;
    if (tables_.may_hold_callable(field->getType()) || llvm::isa<clang::InitListExpr>(skip_wrapping(value))) {
      initialiser(*value, {ValueKind::slot, tables_.slot(*field)});
    } else {
      origin(*field, *value);
    }
  }
}

void BodyWalker::assign(const clang::Expr& target, const clang::Expr& source) {
  if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(skip_wrapping(&source)))
    return initialiser(*list, values_.place(&target));
  if (!tables_.may_hold_callable(target.getType())) {
    const auto* named = skip_wrapping(&target);
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(named)) origin(*reference->getDecl(), source);
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(named)) origin(*member->getMemberDecl(), source);
    if (const auto* member = llvm::dyn_cast<clang::ObjCIvarRefExpr>(named)) origin(*member->getDecl(), source);
    if (const auto* variable = assigned_variable(named)) set_from(*variable, source);
    return;
  }
  flow(stored_place(values_.place(&target)), source);
}

/// Where something is kept that is assigned to what a call returned. "handlers[name] = f": the container's place stands
/// for its elements. "registry() = f": the function's result, which is as good as what it returns.
Value BodyWalker::stored_place(Value place) const {
  for (unsigned depth = 0; place.kind == ValueKind::result && depth < 8; ++depth) {
    const auto& call = body_.sites[place.id];
    if (call.callee != 0 && tables_.is_project(call.callee)) return {ValueKind::slot, result_slot(call.callee)};
    place = call.object;
  }
  return place;
}

void BodyWalker::flow(Value target, const clang::Expr& source) {
  if (target.kind != ValueKind::slot) return;
  auto sources = values_.read(&source, /*any_call=*/false);
  if (sources.empty()) return;
  body_.flows.push_back({target.id, std::move(sources), tables_.location(source.getBeginLoc())});
}

}  // namespace stallhound::extraction
