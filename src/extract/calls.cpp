// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Expressions: every call, written or implied, becomes one site; every assignment of a callable becomes one flow.
//
// Sites are recorded after their operands, so that an argument that is itself a call can be named by its site index.
// Implicit destructors of temporaries are recorded where the temporary is made. Calls that the compiler adds around
// co_await are recorded only if they lead into project code: a library's own awaiters are described by packs.
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>

#include "extract/body.h"
#include "extract/constants.h"

namespace stallhound::extraction {
namespace {

bool is_compiler_builtin(const clang::FunctionDecl& function) {
  return function.getBuiltinID() != 0 && function.getDeclName().isIdentifier() &&
         function.getName().starts_with("__builtin_");
}

/// The class of the object that an expression makes and points to: `new T`, `std::make_unique<T>()`, `&local`.
const clang::CXXRecordDecl* pointed_at(const clang::Expr* made) {
  if (const auto* created = llvm::dyn_cast<clang::CXXNewExpr>(made)) {
    return created->isArray() ? nullptr : created->getAllocatedType()->getAsCXXRecordDecl();
  }
  if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(made);
      construct != nullptr && construct->getNumArgs() > 0 &&
      construct->getConstructor()->getParent()->isInStdNamespace()) {
    return pointed_at(skip_wrapping(construct->getArg(0)));
  }
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(made)) {
    const auto* callee = call->getDirectCallee();
    const auto* arguments = callee == nullptr ? nullptr : callee->getTemplateSpecializationArgs();
    if (arguments == nullptr || !callee->isInStdNamespace() || callee->getIdentifier() == nullptr) return nullptr;
    if (callee->getName() != "make_unique" && callee->getName() != "make_shared") return nullptr;
    const auto& type = arguments->get(0);
    return type.getKind() == clang::TemplateArgument::Type ? type.getAsType()->getAsCXXRecordDecl() : nullptr;
  }
  const auto* address = llvm::dyn_cast<clang::UnaryOperator>(made);
  if (address == nullptr || address->getOpcode() != clang::UO_AddrOf) return nullptr;
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(skip_wrapping(address->getSubExpr()));
  return reference != nullptr && llvm::isa<clang::VarDecl>(reference->getDecl())
             ? reference->getDecl()->getType()->getAsCXXRecordDecl()
             : nullptr;
}

/// The variable outside functions that an expression names, or null.
const clang::VarDecl* global_variable(const clang::Expr* expression) {
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(skip_wrapping(expression));
  const auto* variable = reference == nullptr ? nullptr : llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  return variable != nullptr && variable->hasGlobalStorage() && !variable->isLocalVarDecl() ? variable : nullptr;
}

/// The expression before conversions that nobody wrote: of a `Derived*` that becomes some `Handle<Base>`, the pointer.
const clang::Expr* as_written(const clang::Expr* expression) {
  for (const clang::Expr* before = nullptr; expression != before;) {
    before = expression;
    expression = expression->IgnoreParens();
    if (const auto* cleanups = llvm::dyn_cast<clang::FullExpr>(expression)) expression = cleanups->getSubExpr();
    if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(expression)) expression = made->getSubExpr();
    if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(expression)) expression = bound->getSubExpr();
    if (const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(expression))
      expression = cast->getSubExprAsWritten();
  }
  return skip_wrapping(expression);
}

bool names_a_place(const clang::Expr& expression) {
  const auto* inner = skip_wrapping(&expression);
  while (const auto* within = same_object(inner)) inner = skip_wrapping(within);
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(inner)) inner = skip_wrapping(unary->getSubExpr());
  return llvm::isa<clang::DeclRefExpr, clang::MemberExpr, clang::ObjCIvarRefExpr>(inner);
}

}  // namespace

bool BodyWalker::expression(const clang::Expr& node) {
  switch (node.getStmtClass()) {
    case clang::Stmt::UnaryExprOrTypeTraitExprClass:
    case clang::Stmt::CXXNoexceptExprClass:
    case clang::Stmt::RequiresExprClass:
    case clang::Stmt::ConceptSpecializationExprClass:
    case clang::Stmt::TypeTraitExprClass:
    case clang::Stmt::OffsetOfExprClass:
    case clang::Stmt::OpaqueValueExprClass:
      return true;
    case clang::Stmt::CXXTypeidExprClass:
      return !llvm::cast<clang::CXXTypeidExpr>(node).isPotentiallyEvaluated();
    case clang::Stmt::ConstantExprClass:
      return true;  // Evaluated by the compiler.
    case clang::Stmt::GenericSelectionExprClass: {
      const auto& selection = llvm::cast<clang::GenericSelectionExpr>(node);
      if (!selection.isResultDependent()) statement(selection.getResultExpr());
      return true;
    }
    case clang::Stmt::ChooseExprClass:
      statement(llvm::cast<clang::ChooseExpr>(node).getChosenSubExpr());
      return true;
    case clang::Stmt::ConditionalOperatorClass: {
      const auto& choice = llvm::cast<clang::ConditionalOperator>(node);
      bool value = false;
      if (constant_condition(*choice.getCond(), context_, value)) {
        statement(value ? choice.getTrueExpr() : choice.getFalseExpr());
        return true;
      }
      statement(choice.getCond());
      guarded(*choice.getTrueExpr(), choice.getCond(), true);
      guarded(*choice.getFalseExpr(), choice.getCond(), false);
      return true;
    }
    case clang::Stmt::CompoundAssignOperatorClass:
      return false;
    case clang::Stmt::BinaryOperatorClass: {
      const auto& binary = llvm::cast<clang::BinaryOperator>(node);
      if (binary.isLogicalOp()) {
        logical(binary);
        return true;
      }
      children(node);
      if (binary.getOpcode() == clang::BO_Assign) assign(*binary.getLHS(), *binary.getRHS());
      return true;
    }
    case clang::Stmt::LambdaExprClass:
      lambda(llvm::cast<clang::LambdaExpr>(node));
      return true;
    case clang::Stmt::CallExprClass:
    case clang::Stmt::CXXMemberCallExprClass:
    case clang::Stmt::CXXOperatorCallExprClass:
    case clang::Stmt::UserDefinedLiteralClass:
      call(llvm::cast<clang::CallExpr>(node));
      return true;
    case clang::Stmt::CXXConstructExprClass:
    case clang::Stmt::CXXTemporaryObjectExprClass:
      construct(llvm::cast<clang::CXXConstructExpr>(node));
      return true;
    case clang::Stmt::CXXInheritedCtorInitExprClass: {
      const auto& inherited = llvm::cast<clang::CXXInheritedCtorInitExpr>(node);
      add_site(site_for(*inherited.getConstructor(), SiteKind::construct), nullptr, node.getBeginLoc());
      return true;
    }
    case clang::Stmt::CXXBindTemporaryExprClass: {
      const auto& bound = llvm::cast<clang::CXXBindTemporaryExpr>(node);
      const bool owned = not_destroyed_.contains(made_object(&node));
      statement(bound.getSubExpr());
      if (!owned) {
        const auto made = sites_.find(skip_wrapping(bound.getSubExpr()));
        destroy(bound.getType(), bound.getBeginLoc(),
                made == sites_.end() ? Value{} : Value{ValueKind::result, made->second});
      }
      return true;
    }
    case clang::Stmt::CXXDeleteExprClass:
      deletion(llvm::cast<clang::CXXDeleteExpr>(node));
      return true;
    case clang::Stmt::CXXNewExprClass: {
      const auto& made = llvm::cast<clang::CXXNewExpr>(node);
      if (made.getInitializer() != nullptr) not_destroyed_.insert(made_object(made.getInitializer()));
      allocation(made.getOperatorNew(), made.getBeginLoc());
      return false;
    }
    case clang::Stmt::CXXDefaultArgExprClass: {
      const auto before = implicit_flags_;
      implicit_flags_ |= site_implicit;
      statement(llvm::cast<clang::CXXDefaultArgExpr>(node).getExpr());
      implicit_flags_ = before;
      return true;
    }
    case clang::Stmt::CXXDefaultInitExprClass: {
      const auto before = implicit_flags_;
      implicit_flags_ |= site_implicit;
      statement(llvm::cast<clang::CXXDefaultInitExpr>(node).getExpr());
      implicit_flags_ = before;
      return true;
    }
    case clang::Stmt::InitListExprClass: {
      const auto& list = llvm::cast<clang::InitListExpr>(node);
      if (!list.isSemanticForm() && list.getSemanticForm() != nullptr) {
        statement(list.getSemanticForm());
        return true;
      }
      for (const auto* element : list.inits()) {
        if (element != nullptr) not_destroyed_.insert(made_object(element));
      }
      const bool part = parts_.contains(&list);
      if (!part) note_parts(list);
      children(node);
      if (!part) initialiser(node, {});
      return true;
    }
    case clang::Stmt::PseudoObjectExprClass:
      pseudo_object(llvm::cast<clang::PseudoObjectExpr>(node));
      return true;
    case clang::Stmt::CoawaitExprClass:
    case clang::Stmt::CoyieldExprClass:
      suspend(llvm::cast<clang::CoroutineSuspendExpr>(node));
      return true;
    default:
      return objc_expression(node);
  }
}

Site BodyWalker::site_for(const clang::FunctionDecl& callee, SiteKind kind) {
  Site site;
  site.kind = kind;
  site.callee = tables_.function(callee);
  return site;
}

std::uint32_t BodyWalker::add_site(Site site, const clang::Expr* expression, clang::SourceLocation location) {
  site.location = tables_.location(location);
  site.loop = loop_;
  site.guard = guard_;
  site.flags |= implicit_flags_;
  body_.sites.push_back(std::move(site));
  const auto index = static_cast<std::uint32_t>(body_.sites.size() - 1);
  if (expression != nullptr) sites_[expression] = index;
  return index;
}

void BodyWalker::add_arguments(Site& site, llvm::ArrayRef<const clang::Expr*> arguments) {
  for (const auto* expr : arguments) {
    Argument argument;
    argument.defaulted = llvm::isa<clang::CXXDefaultArgExpr>(expr);
    argument.type = tables_.type(as_written(expr)->getType());
    read_constant(*expr, context_, read_only_, argument);
    argument.values = values_.read(expr, /*any_call=*/true);
    if (names_a_place(*expr) || expr->IgnoreParenImpCasts()->isLValue() ||
        holder_of(skip_wrapping(expr), tables_) != nullptr) {
      argument.place = values_.place(expr);
    }
    site.arguments.push_back(std::move(argument));
  }
}

/// A library that takes its callback as a template argument: `timer.set<Server, &Server::on_timer>(this)`.
void BodyWalker::add_template_arguments(Site& site, const clang::FunctionDecl& callee, clang::SourceLocation place) {
  const auto add = [&](const clang::TemplateArgument& argument) {
    if (argument.getKind() != clang::TemplateArgument::Declaration) return;
    const auto* function = llvm::dyn_cast<clang::FunctionDecl>(argument.getAsDecl());
    if (function == nullptr) return;
    Argument added;
    added.in_template = true;
    added.type = tables_.type(function->getType());
    added.values.push_back({ValueKind::function, tables_.taken(*function, place)});
    site.arguments.push_back(std::move(added));
  };
  const auto add_all = [&](llvm::ArrayRef<clang::TemplateArgument> list) {
    for (const auto& argument : list) {
      if (argument.getKind() != clang::TemplateArgument::Pack) {
        add(argument);
      } else {
        for (const auto& element : argument.pack_elements()) add(element);
      }
    }
  };
  if (const auto* list = callee.getTemplateSpecializationArgs()) add_all(list->asArray());
  if (const auto* owner = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(callee.getParent())) {
    add_all(owner->getTemplateArgs().asArray());
  }
}

/// The method that a virtual call certainly runs, or null. While an object is built or destroyed, it is of the class
/// whose constructor or destructor runs.
const clang::CXXMethodDecl* BodyWalker::exact_method(const clang::CXXMethodDecl& method,
                                                     const clang::Expr& object) const {
  const bool building =
      function_ != nullptr && llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(function_);
  if (building && llvm::isa<clang::CXXThisExpr>(object.IgnoreParenImpCasts())) {
    const auto* record = llvm::cast<clang::CXXMethodDecl>(function_)->getParent();
    const auto* own =
        const_cast<clang::CXXMethodDecl&>(method).getCorrespondingMethodInClass(record, /*MayBeBase=*/true);
    return own != nullptr ? own : &method;
  }
  if (const auto* record = exact_class(object)) {
    if (const auto* own = const_cast<clang::CXXMethodDecl&>(method).getCorrespondingMethodInClass(record)) return own;
  }
  return const_cast<clang::CXXMethodDecl&>(method).getDevirtualizedMethod(&object, /*IsAppleKext=*/false);
}

/// The class that the object of a call certainly has, where its type alone does not tell: an element of an array, or
/// what a pointer that never changes was made to point to.
const clang::CXXRecordDecl* BodyWalker::exact_class(const clang::Expr& object) const {
  const auto* inner = skip_wrapping(&object);
  if (const auto* element = llvm::dyn_cast<clang::ArraySubscriptExpr>(inner)) {
    const auto* array = context_.getAsArrayType(element->getBase()->IgnoreImpCasts()->getType());
    return array == nullptr ? nullptr : array->getElementType()->getAsCXXRecordDecl();
  }
  // `*p` and `p->` of a smart pointer, `*p` of a plain one.
  if (const auto* access = llvm::dyn_cast<clang::CXXOperatorCallExpr>(inner);
      access != nullptr && access->getNumArgs() == 1 &&
      (access->getOperator() == clang::OO_Arrow || access->getOperator() == clang::OO_Star)) {
    inner = skip_wrapping(access->getArg(0));
  } else if (const auto* dereference = llvm::dyn_cast<clang::UnaryOperator>(inner);
             dereference != nullptr && dereference->getOpcode() == clang::UO_Deref) {
    inner = skip_wrapping(dereference->getSubExpr());
  }
  const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(inner);
  const auto* variable = reference == nullptr ? nullptr : llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
  if (variable == nullptr || variable->getInit() == nullptr || !read_only_.contains(*variable)) return nullptr;
  return pointed_at(skip_wrapping(variable->getInit()));
}

/// A temporary bound to an rvalue reference gives its contents away; its destructor then has nothing to do. The same
/// holds for a library's object that is passed by value: what becomes of its contents is the callee's business.
void BodyWalker::give_away(const clang::FunctionDecl* callee, llvm::ArrayRef<const clang::Expr*> arguments) {
  if (callee == nullptr) return;
  for (unsigned i = 0; i < arguments.size() && i < callee->getNumParams(); ++i) {
    const auto type = callee->getParamDecl(i)->getType();
    const auto* record = type->getAsCXXRecordDecl();
    const bool by_value = record != nullptr && !tables_.in_project(*record);
    if (type->isRValueReferenceType() || by_value) not_destroyed_.insert(made_object(arguments[i]));
  }
}

void BodyWalker::call(const clang::CallExpr& node) {
  const bool member_operator = llvm::isa<clang::CXXOperatorCallExpr>(node) &&
                               llvm::isa_and_nonnull<clang::CXXMethodDecl>(node.getDirectCallee());
  llvm::ArrayRef<const clang::Expr*> written{node.getArgs(), node.getNumArgs()};
  give_away(node.getDirectCallee(), member_operator && !written.empty() ? written.drop_front() : written);
  children(node);
  const auto* callee = node.getDirectCallee();
  if (callee == nullptr) {
    const auto* through = node.getCallee();
    if (through == nullptr) return;
    if (node.isTypeDependent() || llvm::isa<clang::OverloadExpr>(through->IgnoreParenImpCasts()))
      return dependent_call(node);
    if (!llvm::isa<clang::CXXPseudoDestructorExpr>(through->IgnoreParens())) indirect_call(node, *through);
    return;
  }
  if (is_compiler_builtin(*callee)) return;
  if (callee->isInStdNamespace() && callee->getIdentifier() != nullptr && callee->getName() == "move" &&
      node.getNumArgs() == 1) {
    if (const auto place = values_.place(node.getArg(0)); place.kind == ValueKind::slot) released_.insert(place.id);
  }
  const bool in_project = tables_.in_project(*callee);
  if (project_callees_only_ && !in_project) return;
  if (const auto* operator_node = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&node)) {
    return operator_call(*operator_node, *callee);
  }
  auto site = site_for(*callee, SiteKind::call);
  if (const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&node)) {
    site.kind = llvm::isa<clang::CXXDestructorDecl>(callee) ? SiteKind::destroy : SiteKind::member;
    const auto* object = member->getImplicitObjectArgument();
    const auto* method = llvm::cast<clang::CXXMethodDecl>(callee);
    site.object_type = tables_.type(object->IgnoreParenImpCasts()->getType());
    site.object = values_.place(object);
    const auto* named = llvm::dyn_cast<clang::MemberExpr>(node.getCallee()->IgnoreParens());
    if (method->isVirtual() && (named == nullptr || !named->hasQualifier())) {
      if (const auto* exact = exact_method(*method, *object)) {
        site.callee = tables_.function(*exact);
      } else {
        site.flags |= site_virtual;
      }
    }
  }
  add_arguments(site, {node.getArgs(), node.getNumArgs()});
  aim_selectors(site, {node.getArgs(), node.getNumArgs()}, nullptr);
  if (!in_project) add_template_arguments(site, *callee, node.getBeginLoc());
  add_site(std::move(site), &node, node.getBeginLoc());
  if (!in_project) implied_by_library(node, *callee);
}

void BodyWalker::operator_call(const clang::CXXOperatorCallExpr& node, const clang::FunctionDecl& callee) {
  auto site = site_for(callee, SiteKind::operator_);
  llvm::ArrayRef<const clang::Expr*> arguments{node.getArgs(), node.getNumArgs()};
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&callee);
  if (method != nullptr && !arguments.empty()) {
    const auto* object = arguments.front();
    if (method->isInstance() || method->isStatic()) {
      site.object_type = tables_.type(object->IgnoreParenImpCasts()->getType());
      site.object = values_.place(object);
      arguments = arguments.drop_front();
    }
    if (method->isVirtual() && !method->getParent()->isEffectivelyFinal()) site.flags |= site_virtual;
    const bool in_project = tables_.in_project(callee);
    // Calling a library's callable object (std::function and its like) calls what it holds.
    if (node.getOperator() == clang::OO_Call && !in_project) {
      const auto held = values_.read(object);
      if (!held.empty()) site.through = held.front();
    }
    if (node.getOperator() == clang::OO_Equal && !arguments.empty()) assign(*object, *arguments.front());
    // Implicit assignments of plain members are noise.
    if (node.getOperator() == clang::OO_Equal && method->isTrivial()) return;
    // A library's function object (`sync_wait(task)`) is known by the name of its variable.
    if (const auto* variable = global_variable(node.getArg(0));
        variable != nullptr && node.getOperator() == clang::OO_Call && !tables_.in_project(*variable)) {
      site.callee = tables_.called(*variable, &callee);
    }
  }
  add_arguments(site, arguments);
  add_site(std::move(site), &node, node.getBeginLoc());
  if (method != nullptr) implied_by_library(node, callee);
}

void BodyWalker::indirect_call(const clang::CallExpr& node, const clang::Expr& callee) {
  Site site;
  site.kind = SiteKind::indirect;
  add_arguments(site, {node.getArgs(), node.getNumArgs()});
  const auto* inner = skip_wrapping(&callee);
  // Libraries whose functions are pointers in global variables: the variable is the function, as far as rules go.
  if (const auto* variable = global_variable(inner)) site.callee = tables_.called(*variable, nullptr);
  std::vector<Value> targets;
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(inner); binary != nullptr && binary->isPtrMemOp()) {
    targets = values_.read(binary->getRHS());
  } else {
    targets = values_.read(inner);
  }
  if (targets.empty()) {
    const auto place = values_.place(inner);
    targets.push_back(place);
  }
  for (const auto& target : targets) {
    auto copy = site;
    copy.through = target;
    if (target.kind == ValueKind::function) {
      copy.kind = SiteKind::call;
      copy.callee = tables_.without_reference(target.id);
      copy.through = {};
    }
    add_site(std::move(copy), &node, node.getBeginLoc());
  }
}

/// In the body of a generic lambda that was never instantiated, a call with a dependent argument has no callee yet.
/// If only one function can be meant, it is taken.
void BodyWalker::dependent_call(const clang::CallExpr& node) {
  const auto* lookup = llvm::dyn_cast<clang::OverloadExpr>(node.getCallee()->IgnoreParenImpCasts());
  if (lookup == nullptr || lookup->getNumDecls() != 1) return;
  const auto* only = llvm::dyn_cast<clang::FunctionDecl>((*lookup->decls_begin())->getUnderlyingDecl());
  if (only == nullptr || only->isTemplated()) return;
  auto site = site_for(*only, SiteKind::call);
  add_arguments(site, {node.getArgs(), node.getNumArgs()});
  add_site(std::move(site), &node, node.getBeginLoc());
}

void BodyWalker::construct(const clang::CXXConstructExpr& node) {
  const auto* constructor = node.getConstructor();
  const bool in_project = tables_.in_project(*constructor);
  give_away(constructor, {node.getArgs(), node.getNumArgs()});
  children(node);
  if (constructor->isTrivial() || (project_callees_only_ && !in_project)) return;
  // Copies and moves of library types are memory work and carry their callables along (see ValueReader).
  if (!in_project && constructor->isCopyOrMoveConstructor()) return;
  auto site = site_for(*constructor, SiteKind::construct);
  site.object_type = tables_.type(node.getType());
  add_arguments(site, {node.getArgs(), node.getNumArgs()});
  // To copy a closure is not to call it.
  if (constructor->isCopyOrMoveConstructor()) {
    std::erase_if(site.arguments.front().values, [](const Value& v) { return v.kind == ValueKind::function; });
  }
  add_site(std::move(site), &node, node.getLocation());
}

void BodyWalker::lambda(const clang::LambdaExpr& node) {
  for (const auto* init : node.capture_inits()) {
    if (init != nullptr) statement(init);
  }
  for (const auto& capture : node.captures()) {
    if (!capture.capturesVariable() || !node.isInitCapture(&capture)) continue;
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(capture.getCapturedVar());
    if (variable == nullptr || variable->getInit() == nullptr) continue;
    if (tables_.may_hold_callable(variable->getType())) {
      initialiser(*variable->getInit(), {ValueKind::slot, tables_.slot(*variable)});
    } else {
      origin(*variable, *variable->getInit());
    }
  }
  nested_.push_back(node.getCallOperator());
}

}  // namespace stallhound::extraction
