// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/values.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/StmtCXX.h>
#include <llvm/ADT/DenseSet.h>

#include "extract/objc.h"

namespace stallhound::extraction {

const clang::Expr* skip_wrapping(const clang::Expr* expression) {
  while (expression != nullptr) {
    const auto* before = expression;
    expression = expression->IgnoreParenCasts();
    if (const auto* cleanups = llvm::dyn_cast<clang::FullExpr>(expression)) expression = cleanups->getSubExpr();
    if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression)) expression = made->getSubExpr();
    if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expression)) expression = bound->getSubExpr();
    if (const auto* opaque = llvm::dyn_cast<clang::OpaqueValueExpr>(expression);
        opaque != nullptr && opaque->getSourceExpr() != nullptr) {
      expression = opaque->getSourceExpr();
    }
    if (const auto* argument = llvm::dyn_cast<clang::CXXDefaultArgExpr>(expression)) expression = argument->getExpr();
    if (const auto* field = llvm::dyn_cast<clang::CXXDefaultInitExpr>(expression)) expression = field->getExpr();
    if (const auto* list = llvm::dyn_cast<clang::CXXStdInitializerListExpr>(expression)) {
      expression = list->getSubExpr();
    }
    if (const auto* selection = llvm::dyn_cast<clang::GenericSelectionExpr>(expression);
        selection != nullptr && !selection->isResultDependent()) {
      expression = selection->getResultExpr();
    }
    // `object.property` is the message that it stands for.
    if (const auto* pseudo = llvm::dyn_cast<clang::PseudoObjectExpr>(expression);
        pseudo != nullptr && pseudo->getResultExpr() != nullptr) {
      expression = pseudo->getResultExpr();
    }
    if (expression == before) break;
  }
  return expression;
}

const clang::Expr* holder_of(const clang::Expr* expression, Tables& tables) {
  if (const auto* call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expression)) {
    const bool access = call->getOperator() == clang::OO_Arrow || call->getOperator() == clang::OO_Star;
    const auto* callee = call->getDirectCallee();
    return access && call->getNumArgs() == 1 && callee != nullptr && !tables.in_project(*callee) ? call->getArg(0)
                                                                                                 : nullptr;
  }
  const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expression);
  const auto* method = call == nullptr ? nullptr : call->getMethodDecl();
  if (method == nullptr || method->getIdentifier() == nullptr || tables.in_project(*method)) return nullptr;
  const bool access = call->getNumArgs() == 0 && (method->getName() == "get" || method->getName() == "value");
  return access && llvm::isa<clang::ClassTemplateSpecializationDecl>(method->getParent())
             ? call->getImplicitObjectArgument()
             : nullptr;
}

const clang::Expr* same_object(const clang::Expr* expression) {
  if (const auto* copy = llvm::dyn_cast<clang::CXXConstructExpr>(expression)) {
    return copy->getConstructor()->isCopyOrMoveConstructor() && copy->getNumArgs() > 0 ? copy->getArg(0) : nullptr;
  }
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
  const auto* callee = call == nullptr ? nullptr : call->getDirectCallee();
  if (callee == nullptr || call->getNumArgs() != 1 || !callee->isInStdNamespace() || callee->getIdentifier() == nullptr)
    return nullptr;
  return callee->getName() == "move" || callee->getName() == "forward" ? call->getArg(0) : nullptr;
}

const clang::Expr* made_object(const clang::Expr* expression) {
  while (true) {
    const auto* inner = expression->IgnoreImplicit()->IgnoreParens();
    if (const auto* cast = llvm::dyn_cast<clang::CXXFunctionalCastExpr>(inner)) inner = cast->getSubExpr();
    if (inner == expression) return expression;
    expression = inner;
  }
}

std::vector<const clang::FunctionDecl*> ValueReader::call_operators(clang::QualType type) {
  std::vector<const clang::FunctionDecl*> found;
  const auto* record = type.getNonReferenceType()->getAsCXXRecordDecl();
  if (record == nullptr || record->getDefinition() == nullptr) return found;
  record = record->getDefinition();
  if (record->isLambda()) return {record->getLambdaCallOperator()};
  for (const auto* member : record->decls()) {
    const auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(member);
    const auto* method =
        llvm::dyn_cast<clang::CXXMethodDecl>(pattern != nullptr ? pattern->getTemplatedDecl() : member);
    if (method != nullptr && method->getOverloadedOperator() == clang::OO_Call) found.push_back(method);
  }
  return found;
}

std::vector<Value> ValueReader::read(const clang::Expr* expression, bool any_call) {
  std::vector<Value> values;
  collect(expression, any_call, 0, values);
  if (values.size() < 2) return values;
  llvm::SmallDenseSet<std::pair<unsigned, std::uint64_t>, 16> seen;
  std::erase_if(values, [&seen](const Value& value) {
    return !seen.insert({static_cast<unsigned>(value.kind), value.id}).second;
  });
  return values;
}

void ValueReader::collect(const clang::Expr* expression, bool any_call, unsigned depth, std::vector<Value>& values) {
  if (expression == nullptr || depth > 24) return;
  // `static_cast<Job*>(data)`: what the pointer is taken for, not what it is declared as.
  const bool cast_to_holder = tables_.may_hold_callable(expression->getType());
  expression = skip_wrapping(expression);
  const auto add = [&values](Value value) { values.push_back(value); };
  const auto again = [&](const clang::Expr* inner) { collect(inner, any_call, depth + 1, values); };

  // A closure type says which function it is, whatever the expression; so does a functor of the project.
  bool is_callable = false;
  for (const auto* function : call_operators(expression->getType())) {
    const auto* record = expression->getType().getNonReferenceType()->getAsCXXRecordDecl();
    if (!record->isLambda() && !tables_.in_project(*function)) continue;
    add({ValueKind::function, tables_.function(*function)});
    is_callable = true;
  }
  if (is_callable) return;
  // A lambda that becomes a function pointer.
  if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expression);
      call != nullptr && llvm::isa_and_nonnull<clang::CXXConversionDecl>(call->getMethodDecl())) {
    return again(call->getImplicitObjectArgument());
  }
  if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression)) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl())) {
      add({ValueKind::function, tables_.taken(*function, reference->getBeginLoc())});
    } else if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl())) {
      const bool user_data =
          (variable->getType()->isVoidPointerType() && (cast_to_holder || llvm::isa<clang::ParmVarDecl>(variable))) ||
          (variable->getType()->isObjCObjectPointerType() && cast_to_holder);
      if (user_data || tables_.may_hold_callable(variable->getType())) {
        add({ValueKind::slot, tables_.slot(*variable)});
      }
    } else if (const auto* binding = llvm::dyn_cast<clang::BindingDecl>(reference->getDecl())) {
      if (const auto* held = binding->getHoldingVar()) {
        again(held->getInit());
      } else if (binding->getBinding() != nullptr) {
        again(binding->getBinding());
      }
    }
    return;
  }
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expression)) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(member->getMemberDecl())) {
      add({ValueKind::function, tables_.taken(*function, member->getBeginLoc())});
    } else if (tables_.may_hold_callable(member->getMemberDecl()->getType())) {
      add({ValueKind::slot, tables_.slot(*member->getMemberDecl())});
      // An element of a container ("it->second"): the container's place knows what was stored.
      if (const auto* field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
          field != nullptr && !tables_.in_project(*field)) {
        again(member->getBase());
      }
    }
    return;
  }
  if (collect_objc(expression, any_call, cast_to_holder, depth, values)) return;
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression)) {
    if (unary->getOpcode() == clang::UO_AddrOf || unary->getOpcode() == clang::UO_Deref ||
        unary->getOpcode() == clang::UO_Plus || unary->getOpcode() == clang::UO_Extension) {
      again(unary->getSubExpr());
    }
    return;
  }
  if (const auto* choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(expression)) {
    again(choice->getTrueExpr());
    again(choice->getFalseExpr());
    return;
  }
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expression)) {
    if (binary->getOpcode() == clang::BO_Comma || binary->isAssignmentOp()) again(binary->getRHS());
    return;
  }
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression)) return again(subscript->getBase());
  if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(expression)) {
    if (list->isSemanticForm() || list->getSemanticForm() == nullptr) {
      for (const auto* element : list->inits()) again(element);
    } else {
      again(list->getSemanticForm());
    }
    return;
  }
  if (const auto* await = llvm::dyn_cast<clang::CoroutineSuspendExpr>(expression)) return again(await->getOperand());
  if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expression)) {
    if (construct->getConstructor()->isCopyOrMoveConstructor() && construct->getNumArgs() > 0) {
      return again(construct->getArg(0));
    }
  }
  if (const auto* made = llvm::dyn_cast<clang::CXXNewExpr>(expression)) return again(made->getInitializer());
  if (const auto site = sites_.find(expression);
      site != sites_.end() && (any_call || cast_to_holder || tables_.may_hold_callable(expression->getType()))) {
    add({ValueKind::result, site->second});
  }
}

/// Blocks, selectors, and the places and containers of Objective-C. Returns whether that is all there is to say.
bool ValueReader::collect_objc(const clang::Expr* expression, bool any_call, bool cast_to_holder, unsigned depth,
                               std::vector<Value>& values) {
  const auto holds = [&](const clang::Expr* held) {
    return cast_to_holder || tables_.may_hold_callable(held->getType());
  };
  if (const auto* block = llvm::dyn_cast<clang::BlockExpr>(expression)) {
    values.push_back({ValueKind::function, tables_.function(*block->getBlockDecl())});
  } else if (const auto* selector = llvm::dyn_cast<clang::ObjCSelectorExpr>(expression)) {
    values.push_back(
        {ValueKind::function, tables_.any_class(selector->getSelector(), /*instance=*/true, /*seen=*/nullptr)});
  } else if (const auto* variable = llvm::dyn_cast<clang::ObjCIvarRefExpr>(expression)) {
    if (holds(variable)) values.push_back({ValueKind::slot, tables_.slot(*variable->getDecl())});
  } else if (const auto* list = llvm::dyn_cast<clang::ObjCArrayLiteral>(expression)) {
    for (unsigned i = 0; i < list->getNumElements(); ++i) {
      collect(list->getElement(i), any_call, depth + 1, values);
    }
  } else if (const auto* map = llvm::dyn_cast<clang::ObjCDictionaryLiteral>(expression)) {
    for (unsigned i = 0; i < map->getNumElements(); ++i) {
      collect(map->getKeyValueElement(i).Value, any_call, depth + 1, values);
    }
  } else if (const auto* message = llvm::dyn_cast<clang::ObjCMessageExpr>(expression)) {
    // A copy of a block is the block.
    if (const auto* receiver = message->getInstanceReceiver();
        receiver != nullptr && skip_wrapping(receiver)->getType()->isBlockPointerType()) {
      collect(receiver, any_call, depth + 1, values);
      return true;
    }
    const auto* property = accessed_property(*message);
    if (property != nullptr && message->getNumArgs() == 0 && holds(message)) {
      values.push_back({ValueKind::slot, tables_.slot(*property)});
    }
    return false;
  } else {
    return false;
  }
  return true;
}

Value ValueReader::place(const clang::Expr* expression) {
  for (unsigned depth = 0; expression != nullptr && depth < 24; ++depth) {
    expression = skip_wrapping(expression);
    if (const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(expression)) {
      if (const auto* binding = llvm::dyn_cast<clang::BindingDecl>(reference->getDecl())) {
        const auto* held = binding->getHoldingVar();
        expression = held != nullptr ? held->getInit() : binding->getBinding();
        continue;
      }
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
      // `self`, which is another object in every call.
      if (variable == nullptr || llvm::isa<clang::ImplicitParamDecl>(variable)) return {};
      return {ValueKind::slot, tables_.slot(*variable)};
    }
    if (const auto* variable = llvm::dyn_cast<clang::ObjCIvarRefExpr>(expression)) {
      return {ValueKind::slot, tables_.slot(*variable->getDecl())};
    }
    if (const auto* message = llvm::dyn_cast<clang::ObjCMessageExpr>(expression)) {
      const auto* property = accessed_property(*message);
      if (property != nullptr && message->getNumArgs() == 0) return {ValueKind::slot, tables_.slot(*property)};
    }
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(expression)) {
      const auto* field = llvm::dyn_cast<clang::FieldDecl>(member->getMemberDecl());
      if (field == nullptr) {
        const auto* variable = llvm::dyn_cast<clang::VarDecl>(member->getMemberDecl());
        return variable == nullptr ? Value{} : Value{ValueKind::slot, tables_.slot(*variable)};
      }
      if (tables_.in_project(*field)) return {ValueKind::slot, tables_.slot(*field)};
      // A library's field ("it->second") stands for the object around it, unless C code assigns to it by name.
      if (!llvm::isa<clang::CXXRecordDecl>(field->getParent()) ||
          !llvm::isa<clang::ClassTemplateSpecializationDecl>(field->getParent())) {
        return {ValueKind::slot, tables_.slot(*field)};
      }
      expression = member->getBase();
    } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(expression)) {
      expression = unary->getSubExpr();
    } else if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression)) {
      expression = subscript->getBase();
    } else if (const auto* same = same_object(expression)) {
      expression = same;
    } else if (const auto* holder = holder_of(expression, tables_)) {
      expression = holder;
    } else if (const auto site = sites_.find(expression); site != sites_.end()) {
      return {ValueKind::result, site->second};
    } else {
      return {};
    }
  }
  return {};
}

}  // namespace stallhound::extraction
