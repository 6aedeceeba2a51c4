// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements and expressions of Objective-C: messages, properties, blocks, @synchronized, enumeration.
//
// A message is a virtual call: any subclass may answer it, and a header need not repeat what a class overrides. Where
// the class is certain (`super`, a class as the receiver, an object that was just made), the call says so. An object of
// type `id` may be of any class; the call is then to the method of any class, of which all methods with its selector
// are overriders. A selector that is passed together with an object stands for the object's method.
#include "extract/body.h"
#include "extract/objc.h"

namespace stallhound::extraction {
namespace {

/// What a receiver or argument was before Clang gave it a name of its own, to use it twice.
const clang::Expr* without_name(const clang::Expr* expression) {
  while (const auto* named = llvm::dyn_cast<clang::OpaqueValueExpr>(expression->IgnoreParens())) {
    if (named->getSourceExpr() == nullptr) break;
    expression = named->getSourceExpr();
  }
  return expression;
}

llvm::SmallVector<const clang::Expr*, 8> arguments_of(const clang::ObjCMessageExpr& message) {
  llvm::SmallVector<const clang::Expr*, 8> arguments;
  for (unsigned i = 0; i < message.getNumArgs(); ++i) arguments.push_back(without_name(message.getArg(i)));
  return arguments;
}

bool is_class_message(const clang::Expr& expression) {
  const auto* message = llvm::dyn_cast<clang::ObjCMessageExpr>(skip_wrapping(&expression));
  return message != nullptr && message->getReceiverKind() == clang::ObjCMessageExpr::Class;
}

}  // namespace

bool BodyWalker::objc_statement(const clang::Stmt& node) {
  if (const auto* locked = llvm::dyn_cast<clang::ObjCAtSynchronizedStmt>(&node)) {
    statement(locked->getSynchExpr());
    Site site;
    site.callee = tables_.runtime("objc_sync_enter");
    add_site(std::move(site), nullptr, node.getBeginLoc());
    scope(*locked->getSynchBody());
    return true;
  }
  if (const auto* loop = llvm::dyn_cast<clang::ObjCForCollectionStmt>(&node)) {
    fast_enumeration(*loop);
    return true;
  }
  return false;
}

void BodyWalker::fast_enumeration(const clang::ObjCForCollectionStmt& node) {
  const auto outer = scope_variables_.size();
  statement(node.getCollection());
  body_.loops.push_back({loop_, tables_.location(node.getBeginLoc()), false});
  const Restore<std::uint32_t> inside(loop_, static_cast<std::uint32_t>(body_.loops.size() - 1));
  statement(node.getElement());
  // The collection gives its elements, a few at a time.
  auto& context = const_cast<clang::ASTContext&>(context_);
  const clang::IdentifierInfo* words[] = {&context.Idents.get("countByEnumeratingWithState"),
                                          &context.Idents.get("objects"), &context.Idents.get("count")};
  const auto owner = static_class(*node.getCollection());
  if (const auto* method = find_method(owner, context.Selectors.getSelector(3, words))) {
    Site site;
    site.kind = SiteKind::member;
    site.callee = tables_.function(*method);
    site.flags = site_virtual | site_implicit;
    site.object_type = tables_.type(node.getCollection()->getType());
    add_site(std::move(site), nullptr, node.getBeginLoc());
  }
  const auto* declared = llvm::dyn_cast<clang::DeclStmt>(node.getElement());
  const auto* element = declared == nullptr ? nullptr : llvm::dyn_cast<clang::VarDecl>(declared->getSingleDecl());
  if (const auto from = values_.place(node.getCollection()); element != nullptr && from.kind != ValueKind::none) {
    body_.flows.push_back({tables_.slot(*element), {from}, tables_.location(element->getLocation())});
  }
  if (node.getBody() != nullptr) scope(*node.getBody());
  end_scope(outer);
}

bool BodyWalker::objc_expression(const clang::Expr& node) {
  if (const auto* sent = llvm::dyn_cast<clang::ObjCMessageExpr>(&node)) {
    message(*sent);
    return true;
  }
  if (const auto* block = llvm::dyn_cast<clang::BlockExpr>(&node)) {
    nested_.push_back(block->getBlockDecl());
    return true;
  }
  return false;
}

/// `object.property = value`, `list[i]`: what is written stands for messages, whose operands come first.
void BodyWalker::pseudo_object(const clang::PseudoObjectExpr& node) {
  for (const auto* step : node.semantics()) {
    const auto* operand = llvm::dyn_cast<clang::OpaqueValueExpr>(step);
    statement(operand != nullptr ? operand->getSourceExpr() : step);
  }
}

void BodyWalker::message(const clang::ObjCMessageExpr& node) {
  children(node);
  if (project_callees_only_) return;
  const auto* method = node.getMethodDecl();
  const auto arguments = arguments_of(node);
  auto site = message_site(node);
  add_arguments(site, arguments);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (is_class_message(*arguments[i])) site.arguments[i].place = held_by_temporary(*arguments[i]);
  }
  aim_selectors(site, arguments, node.getInstanceReceiver());
  add_site(std::move(site), &node, node.getBeginLoc());
  const auto* property = accessed_property(node);
  if (property == nullptr || arguments.size() != 1) return;
  const auto type = method->parameters().front()->getType();
  if (tables_.may_hold_callable(type)) {
    flow({ValueKind::slot, tables_.slot(*property)}, *arguments.front());
  } else {
    origin(type, [&] { return tables_.slot(*property); }, *arguments.front());
  }
}

/// The callee and the object of a message.
Site BodyWalker::message_site(const clang::ObjCMessageExpr& node) {
  Site site;
  site.kind = SiteKind::member;
  site.flags = site_virtual;
  const auto* method = node.getMethodDecl();
  const auto* interface = node.getReceiverInterface();
  const auto* receiver = node.getInstanceReceiver() == nullptr ? nullptr : without_name(node.getInstanceReceiver());
  const auto type = node.getReceiverType();
  // For an object of any class, Clang names a method that happens to have the selector. One that the class around, or
  // a protocol of the type, declares is meant.
  const bool meant = method != nullptr && (interface != nullptr || type->isObjCQualifiedIdType() ||
                                           type->isObjCQualifiedClassType() || type->isObjCClassType());
  if (!meant) {
    const bool instance = method == nullptr ? !type->isObjCClassType() : method->isInstanceMethod();
    site.callee = tables_.any_class(node.getSelector(), instance, method);
  } else {
    site.callee = tables_.function(*method);
  }
  if (receiver != nullptr) {
    site.object = is_class_message(*receiver) ? held_by_temporary(*receiver) : values_.place(receiver);
  }
  if (const auto exact = exact_class(node); !exact.isNull()) {
    site.object_type = tables_.type(exact);
    site.flags |= site_exact;
  } else if (interface != nullptr) {
    site.object_type = tables_.type(context_.getObjCObjectPointerType(context_.getObjCInterfaceType(interface)));
  }
  return site;
}

/// The class that the object of a message certainly is of; null if a subclass may be meant.
clang::QualType BodyWalker::exact_class(const clang::ObjCMessageExpr& node) const {
  const clang::ObjCInterfaceDecl* exact = nullptr;
  if (node.getReceiverKind() != clang::ObjCMessageExpr::Instance) {
    exact = node.getReceiverInterface();
  } else {
    const auto* receiver = skip_wrapping(without_name(node.getInstanceReceiver()));
    const auto* reference = llvm::dyn_cast<clang::DeclRefExpr>(receiver);
    const auto* variable = reference == nullptr ? nullptr : llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (variable != nullptr && variable->getInit() != nullptr && read_only_.contains(*variable)) {
      receiver = variable->getInit();
    }
    exact = made_class(*receiver);
  }
  if (exact == nullptr) return {};
  return context_.getObjCObjectPointerType(context_.getObjCInterfaceType(exact));
}

/// A selector among the arguments of a call stands for the method of the object that is passed with it: mostly the one
/// before it, else another one, or the receiver.
void BodyWalker::aim_selectors(Site& site, llvm::ArrayRef<const clang::Expr*> arguments, const clang::Expr* receiver) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto* selector = llvm::dyn_cast<clang::ObjCSelectorExpr>(skip_wrapping(arguments[i]));
    if (selector == nullptr) continue;
    llvm::SmallVector<const clang::Expr*, 8> targets;
    if (i > 0) targets.push_back(arguments[i - 1]);
    targets.append(arguments.begin(), arguments.end());
    if (receiver != nullptr) targets.push_back(receiver);
    for (const auto* target : targets) {
      const auto owner = static_class(*target);
      const auto* method = find_method(owner, selector->getSelector());
      if (method != nullptr) {
        site.arguments[i].values = {{ValueKind::function, tables_.function(*method)}};
        break;
      }
      if (!owner.is_class) continue;
      // A class that nobody knows: `[object class]`.
      site.arguments[i].values = {{ValueKind::function, tables_.any_class(selector->getSelector(), false, nullptr)}};
      break;
    }
  }
}

/// A place for what a class gives away without a variable, such as a shared object: rules speak about places.
Value BodyWalker::held_by_temporary(const clang::Expr& made) {
  const auto* inner = skip_wrapping(&made);
  const auto site = sites_.find(inner);
  if (site == sites_.end()) return {};
  const auto slot = tables_.temporary(body_.function, site->second, inner->getType());
  body_.origins.push_back({slot, {{ValueKind::result, site->second}}, tables_.location(inner->getBeginLoc())});
  return {ValueKind::slot, slot};
}

}  // namespace stallhound::extraction
