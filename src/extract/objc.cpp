// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/objc.h"

#include <algorithm>

#include "extract/values.h"

namespace stallhound::extraction {

llvm::SmallVector<const clang::ObjCMethodDecl*, 4> overridden_methods(const clang::ObjCMethodDecl& method) {
  llvm::SmallVector<const clang::ObjCMethodDecl*, 4> found;
  const auto selector = method.getSelector();
  const bool instance = method.isInstanceMethod();
  const auto add = [&](const clang::ObjCMethodDecl* overridden) {
    if (overridden == nullptr || overridden == &method) return;
    if (std::find(found.begin(), found.end(), overridden) == found.end()) found.push_back(overridden);
  };
  if (const auto* protocol = llvm::dyn_cast<clang::ObjCProtocolDecl>(method.getDeclContext())) {
    for (const auto* base : protocol->protocols()) add(base->lookupMethod(selector, instance));
    return found;
  }
  const auto* owner = method.getClassInterface();
  if (owner == nullptr) return found;
  for (const auto* protocol : owner->all_referenced_protocols()) add(protocol->lookupMethod(selector, instance));
  for (const auto* category : owner->visible_categories()) {
    for (const auto* protocol : category->protocols()) add(protocol->lookupMethod(selector, instance));
  }
  const auto* base = owner->getSuperClass();
  if (base == nullptr) return found;
  const auto* inherited = base->lookupMethod(selector, instance);
  add(inherited != nullptr ? inherited : base->lookupPrivateMethod(selector, instance));
  return found;
}

const clang::ObjCPropertyDecl* property_of(const clang::ObjCIvarDecl& variable) {
  const auto* owner = variable.getContainingInterface();
  if (owner == nullptr || owner->getDefinition() == nullptr) return nullptr;
  const auto* body = owner->getImplementation();
  if (body == nullptr) return nullptr;
  const auto* made = body->FindPropertyImplIvarDecl(variable.getIdentifier());
  return made == nullptr ? nullptr : made->getPropertyDecl();
}

const clang::ObjCPropertyDecl* accessed_property(const clang::ObjCMessageExpr& message) {
  const auto* method = message.getMethodDecl();
  if (method == nullptr || !method->isPropertyAccessor() || !method->isInstanceMethod()) return nullptr;
  return method->findPropertyDecl();
}

KnownClass static_class(const clang::Expr& expression) {
  const auto* inner = skip_wrapping(&expression);
  const auto* message = llvm::dyn_cast<clang::ObjCMessageExpr>(inner);
  if (message != nullptr && message->getNumArgs() == 0 && message->getSelector().getNameForSlot(0) == "class") {
    return {message->getReceiverInterface(), true};
  }
  // The type as written counts, unless a cast says more: `(Server *)context`.
  const auto* object = expression.getType()->getAs<clang::ObjCObjectPointerType>();
  if (object == nullptr || object->getInterfaceDecl() == nullptr) {
    object = inner->getType()->getAs<clang::ObjCObjectPointerType>();
  }
  return {object == nullptr ? nullptr : object->getInterfaceDecl(), false};
}

const clang::ObjCMethodDecl* find_method(const KnownClass& owner, clang::Selector selector) {
  if (owner.interface == nullptr || owner.interface->getDefinition() == nullptr) return nullptr;
  const auto* method = owner.interface->lookupMethod(selector, !owner.is_class);
  return method != nullptr ? method : owner.interface->lookupPrivateMethod(selector, !owner.is_class);
}

const clang::ObjCInterfaceDecl* made_class(const clang::Expr& expression) {
  const auto* message = llvm::dyn_cast<clang::ObjCMessageExpr>(skip_wrapping(&expression));
  if (message == nullptr) return nullptr;
  const auto family = message->getMethodFamily();
  const bool by_class = message->getReceiverKind() == clang::ObjCMessageExpr::Class;
  if (by_class && (family == clang::OMF_alloc || family == clang::OMF_new)) return message->getReceiverInterface();
  if (family != clang::OMF_init || message->getInstanceReceiver() == nullptr) return nullptr;
  return made_class(*message->getInstanceReceiver());
}

}  // namespace stallhound::extraction
