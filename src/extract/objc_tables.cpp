// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Interning of what Objective-C adds: methods, blocks, classes, properties, and the selectors under which a method is
// called when nobody knows the class.
#include <clang/AST/Attr.h>

#include <algorithm>

#include "base/digest.h"
#include "extract/names.h"
#include "extract/objc.h"
#include "extract/tables.h"

namespace stallhound::extraction {
namespace {

void add_base(const clang::NamedDecl& base, std::vector<std::string>& names) {
  auto name = qualified_name(base);
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

void add_protocol(const clang::ObjCProtocolDecl& protocol, std::vector<std::string>& names, unsigned depth) {
  add_base(protocol, names);
  if (depth > 16) return;
  for (const auto* base : protocol.protocols()) add_protocol(*base, names, depth + 1);
}

/// Superclasses, and the protocols of the class and of all of them.
void add_bases(const clang::ObjCInterfaceDecl& interface, std::vector<std::string>& names) {
  for (const auto* owner = &interface; owner != nullptr; owner = owner->getSuperClass()) {
    if (owner != &interface) add_base(*owner, names);
    if (owner->getDefinition() == nullptr) return;
    for (const auto* protocol : owner->all_referenced_protocols()) add_protocol(*protocol, names, 0);
  }
}

/// The method as the topmost class declares it: what rules speak about, where a subclass of a library repeats it.
const clang::ObjCMethodDecl* first_declared(const clang::ObjCMethodDecl& method) {
  const auto* first = &method;
  for (const auto* owner = method.getClassInterface(); owner != nullptr; owner = owner->getSuperClass()) {
    if (owner->getDefinition() == nullptr) break;
    if (const auto* own = owner->getMethod(method.getSelector(), method.isInstanceMethod())) first = own;
  }
  return first;
}

}  // namespace

FunctionId Tables::function(const clang::Decl& callable) {
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&callable)) return this->function(*function);
  const auto known = function_ids_.find(&callable);
  if (known != function_ids_.end()) return known->second;
  const auto id = identity_.of_callable(callable);
  function_ids_.insert({&callable, id});
  if (!functions_.emplace(id, static_cast<std::uint32_t>(facts_.functions.size())).second) return id;
  if (const auto* block = llvm::dyn_cast<clang::BlockDecl>(&callable)) {
    describe(*block, id);
  } else {
    describe(*llvm::cast<clang::ObjCMethodDecl>(&callable), id);
  }
  return id;
}

void Tables::describe(const clang::ObjCMethodDecl& declaration, FunctionId id) {
  const auto index = facts_.functions.size();
  facts_.functions.emplace_back();
  FunctionFact fact;
  fact.id = id;
  fact.kind = FunctionKind::method;
  fact.name = qualified_name(declaration);
  fact.display = display_name(declaration);
  // The implementation, where this unit has it, also for a declaration in the interface.
  const auto* owner = declaration.getClassInterface();
  const bool has_interface = owner != nullptr && owner->getDefinition() != nullptr;
  const auto* body = has_interface && !llvm::isa<clang::ObjCProtocolDecl>(declaration.getDeclContext())
                         ? owner->lookupPrivateMethod(declaration.getSelector(), declaration.isInstanceMethod())
                         : nullptr;
  const bool own_body = body != nullptr && body->getClassInterface() == owner && body->hasBody();
  const auto& place = own_body ? *body : declaration;
  fact.location = location(place.getLocation());
  fact.flags |= fn_virtual;
  if (in_project(place)) fact.flags |= fn_in_roots;
  // The compiler writes accessors, unless the project does.
  if (declaration.isImplicit() || (declaration.isPropertyAccessor() && !own_body)) fact.flags |= fn_implicit;
  fact.result = type(declaration.getReturnType());
  for (const auto* parameter : declaration.parameters()) fact.parameters.push_back(type(parameter->getType()));
  for (const auto* attribute : declaration.specific_attrs<clang::AnnotateAttr>()) {
    fact.annotations.push_back(attribute->getAnnotation().str());
  }
  // `- (IBAction)save:(id)sender`, which an interface file connects.
  if (declaration.hasAttr<clang::IBActionAttr>()) fact.annotations.emplace_back("ibaction");
  if (const auto* protocol = llvm::dyn_cast<clang::ObjCProtocolDecl>(declaration.getDeclContext())) {
    fact.flags |= fn_pure;
    auto* const conforms = const_cast<clang::ObjCProtocolDecl*>(protocol);
    fact.parent = type(context_.getObjCObjectPointerType(
        context_.getObjCObjectType(context_.ObjCBuiltinIdTy, {}, {conforms}, /*isKindOf=*/false)));
  } else if (owner != nullptr) {
    fact.parent = type(context_.getObjCObjectPointerType(context_.getObjCInterfaceType(owner)));
  }
  for (const auto* base : overridden_methods(declaration)) fact.overrides.push_back(function(*base));
  if ((fact.flags & fn_in_roots) != 0) {
    fact.overrides.push_back(any_class(declaration.getSelector(), declaration.isInstanceMethod(), nullptr));
  } else if (auto first = qualified_name(*first_declared(declaration)); first != fact.name) {
    fact.alias = std::move(first);
  }
  facts_.functions[index] = std::move(fact);
}

void Tables::describe(const clang::BlockDecl& block, FunctionId id) {
  FunctionFact fact;
  fact.id = id;
  fact.kind = FunctionKind::lambda;
  fact.name = "(block)";
  fact.display = display_name(block);
  fact.location = location(block.getCaretLocation());
  if (in_project(block.getCaretLocation())) fact.flags |= fn_in_roots;
  const auto index = facts_.functions.size();
  facts_.functions.emplace_back();
  for (const auto* parameter : block.parameters()) fact.parameters.push_back(type(parameter->getType()));
  facts_.functions[index] = std::move(fact);
}

FunctionId Tables::any_class(clang::Selector selector, bool instance, const clang::ObjCMethodDecl* seen) {
  FunctionFact fact;
  fact.name = any_class_name(selector, instance);
  fact.id = mix(digest(fact.name), digest("selector"));
  const auto [known, added] = functions_.emplace(fact.id, static_cast<std::uint32_t>(facts_.functions.size()));
  const auto id = fact.id;
  if (added) {
    fact.kind = FunctionKind::method;
    fact.flags = fn_virtual | fn_pure | fn_selector;
    fact.display = fact.name;
    fact.location = location({});
    facts_.functions.push_back(std::move(fact));
  }
  // What rules say about the method of the only class that is known here may hold for the object.
  auto& alias = facts_.functions[known->second].alias;
  if (seen != nullptr && alias.empty() && !in_project(*seen)) alias = qualified_name(*first_declared(*seen));
  return id;
}

FunctionId Tables::runtime(llvm::StringRef name) {
  const auto id = digest("c:@F@" + name.str());
  if (!functions_.emplace(id, static_cast<std::uint32_t>(facts_.functions.size())).second) return id;
  FunctionFact fact;
  fact.id = id;
  fact.name = name.str();
  fact.display = fact.name + "()";
  fact.location = location({});
  facts_.functions.push_back(std::move(fact));
  return id;
}

SlotId Tables::slot(const clang::ObjCPropertyDecl& property) {
  return add_slot(identity_.of_property(property), SlotKind::field, qualified_name(property), property.getType());
}

SlotId Tables::temporary(FunctionId function, std::uint32_t site, clang::QualType type) {
  return add_slot(mix(mix(function, site), digest("temporary")), SlotKind::local, "", type);
}

/// Objects of Objective-C, which are always behind a pointer.
bool Tables::fill_object_type(clang::QualType canonical, TypeFact& fact) {
  const auto* pointer = canonical->getAs<clang::ObjCObjectPointerType>();
  if (pointer == nullptr) return false;
  fact.is_pointer = true;
  if (const auto* interface = pointer->getInterfaceDecl()) {
    fact.name = qualified_name(*interface);
    add_bases(*interface, fact.bases);
  } else {
    fact.name = pointer->isObjCClassType() || pointer->isObjCQualifiedClassType() ? "Class" : "id";
  }
  for (const auto* protocol : pointer->quals()) {
    if (pointer->getInterfaceDecl() == nullptr && fact.name == "id") fact.name = qualified_name(*protocol);
    add_protocol(*protocol, fact.bases, 0);
  }
  for (const auto& argument : pointer->getTypeArgs()) fact.arguments.push_back(type(argument));
  return true;
}

}  // namespace stallhound::extraction
