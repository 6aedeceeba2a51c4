// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/names.h"

#include <clang/AST/ASTLambda.h>
#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclObjC.h>
#include <clang/AST/DeclTemplate.h>

#include <vector>

namespace stallhound::extraction {
namespace {

bool is_lambda_call(const clang::NamedDecl& declaration) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&declaration);
  return method != nullptr && clang::isLambdaCallOperator(method);
}

std::string own_name(const clang::NamedDecl& declaration) {
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&declaration)) {
    return constructor->getParent()->getNameAsString();
  }
  if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(&declaration)) {
    return "~" + destructor->getParent()->getNameAsString();
  }
  if (const auto* record = llvm::dyn_cast<clang::TagDecl>(&declaration)) {
    if (!record->getIdentifier()) {
      if (const auto* alias = record->getTypedefNameForAnonDecl()) return alias->getNameAsString();
      const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
      return cxx != nullptr && cxx->isLambda() ? "(lambda)" : "(anonymous)";
    }
  }
  return declaration.getNameAsString();
}

std::string method_name(llvm::StringRef owner, const clang::Selector& selector, bool instance) {
  return (instance ? "-[" : "+[") + owner.str() + ' ' + selector.getAsString() + ']';
}

/// The class or protocol that members of a container belong to: for a category, extension or implementation, its class.
llvm::StringRef owner_name(const clang::ObjCContainerDecl& container) {
  const clang::ObjCInterfaceDecl* owner = nullptr;
  if (const auto* category = llvm::dyn_cast<clang::ObjCCategoryDecl>(&container)) owner = category->getClassInterface();
  if (const auto* body = llvm::dyn_cast<clang::ObjCImplDecl>(&container)) owner = body->getClassInterface();
  return owner != nullptr ? owner->getName() : container.getName();
}

bool is_anonymous_callable(const clang::Decl& callable) {
  const auto* named = llvm::dyn_cast<clang::NamedDecl>(&callable);
  return named == nullptr || is_lambda_call(*named);
}

/// The context around a callable; of a lambda, around its class.
const clang::DeclContext* context_around(const clang::Decl& callable) {
  const auto* named = llvm::dyn_cast<clang::NamedDecl>(&callable);
  const auto* context = callable.getDeclContext();
  return named != nullptr && is_lambda_call(*named) ? context->getParent() : context;
}

}  // namespace

std::string any_class_name(const clang::Selector& selector, bool instance) {
  return method_name("id", selector, instance);
}

std::string qualified_name(const clang::NamedDecl& declaration) {
  if (const auto* method = llvm::dyn_cast<clang::ObjCMethodDecl>(&declaration)) {
    const auto* container = llvm::dyn_cast<clang::ObjCContainerDecl>(method->getDeclContext());
    return method_name(container == nullptr ? "id" : owner_name(*container), method->getSelector(),
                       method->isInstanceMethod());
  }
  std::vector<std::string> parts;
  parts.push_back(own_name(declaration));
  for (const clang::DeclContext* context = declaration.getDeclContext(); context != nullptr;
       context = context->getParent()) {
    if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(context)) {
      if (!space->isInline() && !space->isAnonymousNamespace()) parts.push_back(space->getNameAsString());
    } else if (const auto* container = llvm::dyn_cast<clang::ObjCContainerDecl>(context)) {
      parts.push_back(owner_name(*container).str());
    } else if (const auto* tag = llvm::dyn_cast<clang::TagDecl>(context)) {
      // Members of C's unnamed structs and unions belong to the struct around them.
      const auto* record = llvm::dyn_cast<clang::RecordDecl>(tag);
      if (record != nullptr && record->isAnonymousStructOrUnion()) continue;
      // Unscoped enumerators are named without their enum.
      const auto* enumeration = llvm::dyn_cast<clang::EnumDecl>(tag);
      if (enumeration != nullptr && !enumeration->isScoped()) continue;
      parts.push_back(own_name(*tag));
    }
  }
  std::string name;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (!name.empty()) name += "::";
    name += *part;
  }
  return name;
}

const clang::Decl* enclosing_function(const clang::DeclContext* context) {
  for (; context != nullptr; context = context->getParent()) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(context)) return function;
    if (const auto* method = llvm::dyn_cast<clang::ObjCMethodDecl>(context)) return method;
    if (const auto* block = llvm::dyn_cast<clang::BlockDecl>(context)) return block;
  }
  return nullptr;
}

std::string display_name(const clang::Decl& callable) {
  if (is_anonymous_callable(callable)) {
    const std::string kind = llvm::isa<clang::BlockDecl>(callable) ? "block" : "lambda";
    const auto* outer = enclosing_function(context_around(callable));
    while (outer != nullptr && is_anonymous_callable(*outer)) outer = enclosing_function(context_around(*outer));
    return outer == nullptr ? kind : kind + " in " + display_name(*outer);
  }
  const auto name = qualified_name(llvm::cast<clang::NamedDecl>(callable));
  return llvm::isa<clang::ObjCMethodDecl>(callable) ? name : name + "()";
}

}  // namespace stallhound::extraction
