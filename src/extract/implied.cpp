// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Calls that nobody wrote: destructors, and the constructors and destructors of project classes that the standard
// library runs on behalf of its caller (make_unique, emplace, reset, clear, the end of a container). The library's own
// code is not walked, so what it does to its elements is said here.
#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/DeclTemplate.h>
#include <llvm/ADT/StringSet.h>

#include "extract/body.h"

namespace stallhound::extraction {
namespace {

/// Class templates of the standard library whose destructor destroys objects of their type arguments. (A shared_ptr
/// only does if it is the last one, which nobody can tell here.)
bool owns_elements(const clang::ClassTemplateSpecializationDecl& record) {
  static const llvm::StringSet<> names{"vector",
                                       "deque",
                                       "list",
                                       "forward_list",
                                       "array",
                                       "optional",
                                       "variant",
                                       "pair",
                                       "tuple",
                                       "map",
                                       "multimap",
                                       "set",
                                       "multiset",
                                       "unordered_map",
                                       "unordered_multimap",
                                       "unordered_set",
                                       "unordered_multiset",
                                       "unique_ptr",
                                       "stack",
                                       "queue"};
  return record.isInStdNamespace() && record.getIdentifier() != nullptr && names.contains(record.getName());
}

/// Members of those classes that destroy elements.
bool destroys_elements(llvm::StringRef name) {
  static const llvm::StringSet<> names{"reset", "clear", "erase", "pop_back", "pop_front", "pop"};
  return names.contains(name);
}

/// Members that construct an element from their arguments.
bool constructs_element(llvm::StringRef name) {
  static const llvm::StringSet<> names{"emplace", "emplace_back", "emplace_front"};
  return names.contains(name);
}

const clang::CXXRecordDecl* project_record(const clang::TemplateArgument& argument, Tables& tables) {
  if (argument.getKind() != clang::TemplateArgument::Type || argument.getAsType()->isReferenceType()) return nullptr;
  const auto* record = argument.getAsType()->getAsCXXRecordDecl();
  if (record == nullptr || record->getDefinition() == nullptr || !tables.in_project(*record)) return nullptr;
  return record->getDefinition();
}

/// The constructor that takes this many arguments, if there is only one besides copying and moving.
const clang::CXXConstructorDecl* constructor_taking(const clang::CXXRecordDecl& record, unsigned count) {
  const clang::CXXConstructorDecl* found = nullptr;
  for (const auto* constructor : record.ctors()) {
    if (constructor->isCopyOrMoveConstructor() || constructor->isDeleted()) continue;
    if (count < constructor->getMinRequiredArguments()) continue;
    if (count > constructor->getNumParams() && !constructor->isVariadic()) continue;
    if (found != nullptr) return nullptr;
    found = constructor;
  }
  return found;
}

}  // namespace

void BodyWalker::destroy(clang::QualType type, clang::SourceLocation location, Value object) {
  type = context_.getBaseElementType(type.getNonReferenceType());
  const auto* record = type->getAsCXXRecordDecl();
  if (record == nullptr || record->getDefinition() == nullptr) return;
  record = record->getDefinition();
  if (const auto* owner = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record);
      owner != nullptr && owns_elements(*owner)) {
    // A library's destructor is not walked, but it runs the destructors of what it holds, if it still holds it.
    if (object.kind == ValueKind::slot && released_.contains(object.id)) return;
    for (const auto& argument : owner->getTemplateArgs().asArray()) destroy_element(argument, location);
    delete_with(*owner, location, object);
  }
  const auto* destructor = record->getDestructor();
  if (destructor == nullptr || destructor->isTrivial() || destructor->isDeleted() || record->isLambda()) return;
  if (project_callees_only_ && !tables_.in_project(*destructor)) return;
  auto site = site_for(*destructor, SiteKind::destroy);
  site.flags |= site_implicit;
  site.object = object;
  site.object_type = tables_.type(type);
  add_site(std::move(site), nullptr, location);
}

/// An allocation or deallocation function; the library's own are not of interest.
void BodyWalker::allocation(const clang::FunctionDecl* function, clang::SourceLocation location) {
  if (function == nullptr || !tables_.in_project(*function)) return;
  auto site = site_for(*function, SiteKind::call);
  site.flags |= site_implicit;
  add_site(std::move(site), nullptr, location);
}

void BodyWalker::deletion(const clang::CXXDeleteExpr& node) {
  statement(node.getArgument());
  if (node.getDestroyedType().isNull()) return;
  const auto before = body_.sites.size();
  destroy(node.getDestroyedType(), node.getBeginLoc(), values_.place(node.getArgument()));
  if (body_.sites.size() > before && body_.sites.back().kind == SiteKind::destroy) {
    const auto* record = node.getDestroyedType()->getAsCXXRecordDecl();
    body_.sites.back().flags &= ~site_implicit;
    if (record != nullptr && record->getDestructor() != nullptr && record->getDestructor()->isVirtual() &&
        !record->isEffectivelyFinal()) {
      body_.sites.back().flags |= site_virtual;
    }
  }
  allocation(node.getOperatorDelete(), node.getBeginLoc());
}

/// The end of a local variable's scope.
void BodyWalker::leave(const clang::VarDecl& variable) {
  if (variable.isNRVOVariable()) return;  // Its caller has it.
  if (const auto temporary = extended_.find(&variable); temporary != extended_.end()) {
    return destroy(temporary->second, variable.getLocation(), {ValueKind::slot, tables_.slot(variable)});
  }
  // C's destructors: __attribute__((cleanup(f))), on which g_autoptr and its like are built.
  if (const auto* cleanup = variable.getAttr<clang::CleanupAttr>(); cleanup != nullptr && cleanup->getFunctionDecl()) {
    auto site = site_for(*cleanup->getFunctionDecl(), SiteKind::call);
    site.flags |= site_implicit;
    add_site(std::move(site), nullptr, variable.getLocation());
  }
  if (variable.needsDestruction(context_) != clang::QualType::DK_none) {
    destroy(variable.getType(), variable.getLocation(), {ValueKind::slot, tables_.slot(variable)});
  }
}

/// A unique_ptr with a deleter of its own calls it: a functor of the project, or whatever function it was given.
void BodyWalker::delete_with(const clang::ClassTemplateSpecializationDecl& owner, clang::SourceLocation location,
                             Value object) {
  const auto& arguments = owner.getTemplateArgs();
  if (owner.getName() != "unique_ptr" || arguments.size() < 2) return;
  if (arguments[1].getKind() != clang::TemplateArgument::Type) return;
  if (object.kind == ValueKind::slot && released_.contains(object.id)) return;
  const auto deleter = arguments[1].getAsType();
  for (const auto* function : ValueReader::call_operators(deleter)) {
    if (!tables_.in_project(*function)) continue;
    auto site = site_for(*function, SiteKind::call);
    site.flags |= site_implicit;
    add_site(std::move(site), nullptr, location);
  }
  if (deleter->isFunctionPointerType() && object.kind != ValueKind::none) {
    Site site;
    site.kind = SiteKind::indirect;
    site.flags = site_implicit;
    site.through = object;
    add_site(std::move(site), nullptr, location);
  }
}

void BodyWalker::destroy_element(const clang::TemplateArgument& argument, clang::SourceLocation location) {
  if (argument.getKind() == clang::TemplateArgument::Pack) {
    for (const auto& element : argument.pack_elements()) destroy_element(element, location);
    return;
  }
  if (argument.getKind() != clang::TemplateArgument::Type) return;
  const auto* record = argument.getAsType()->getAsCXXRecordDecl();
  if (record == nullptr || argument.getAsType()->isReferenceType()) return;
  const auto before = body_.sites.size();
  destroy(argument.getAsType(), location, {});
  // unique_ptr<Base> destroys whatever derives from Base.
  if (record->getDefinition() != nullptr && record->getDestructor() != nullptr &&
      record->getDestructor()->isVirtual() && !record->isEffectivelyFinal() && body_.sites.size() > before) {
    body_.sites.back().flags |= site_virtual;
  }
}

void BodyWalker::construct_element(const clang::TemplateArgument& argument, const clang::CallExpr& call,
                                   unsigned skip) {
  const auto* record = project_record(argument, tables_);
  if (record == nullptr || call.getNumArgs() < skip) return;
  const auto* constructor = constructor_taking(*record, call.getNumArgs() - skip);
  if (constructor == nullptr || constructor->isTrivial()) return;
  auto site = site_for(*constructor, SiteKind::construct);
  site.flags |= site_implicit;
  add_site(std::move(site), nullptr, call.getBeginLoc());
}

void BodyWalker::implied_by_library(const clang::CallExpr& call, const clang::FunctionDecl& callee) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&callee);
  if (method == nullptr) {
    const auto* arguments = callee.getTemplateSpecializationArgs();
    if (!callee.isInStdNamespace() || arguments == nullptr || arguments->size() == 0) return;
    if (callee.getIdentifier() == nullptr) return;
    const auto name = callee.getName();
    if (name == "make_unique" || name == "make_shared") construct_element(arguments->get(0), call, 0);
    if (name == "allocate_shared") construct_element(arguments->get(0), call, 1);
    if (name == "destroy_at" && call.getNumArgs() == 1) destroy_element(arguments->get(0), call.getBeginLoc());
    return;
  }
  const auto* owner = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(method->getParent());
  if (owner == nullptr || !owns_elements(*owner) || owner->getTemplateArgs().size() == 0) return;
  const bool assigns = callee.getOverloadedOperator() == clang::OO_Equal;
  if (callee.getIdentifier() == nullptr && !assigns) return;
  const auto name = assigns ? llvm::StringRef() : callee.getName();
  if (name == "release") {
    const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&call);
    const auto place = member == nullptr ? Value{} : values_.place(member->getImplicitObjectArgument());
    if (place.kind == ValueKind::slot) released_.insert(place.id);
  }
  // Assigning destroys what was there, if anything was; certain is only that `= nullptr` is about that.
  const bool clears = assigns && call.getNumArgs() == 2 && call.getArg(1)->IgnoreImplicit()->getType()->isNullPtrType();
  if (clears || destroys_elements(name)) {
    const auto before = implicit_flags_;
    implicit_flags_ |= site_implicit;
    for (const auto& argument : owner->getTemplateArgs().asArray()) destroy_element(argument, call.getBeginLoc());
    const auto* member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&call);
    const auto* object = member != nullptr ? member->getImplicitObjectArgument() : call.getArg(0);
    delete_with(*owner, call.getBeginLoc(), values_.place(object));
    implicit_flags_ = before;
  }
  // A map's emplace takes the parts of a pair; only classes of single elements say which constructor is meant.
  if (constructs_element(name) && !owner->getName().contains("map")) {
    construct_element(owner->getTemplateArgs().get(0), call, 0);
  }
}

}  // namespace stallhound::extraction
