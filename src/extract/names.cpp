// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/names.h"

#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
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

}  // namespace

std::string qualified_name(const clang::NamedDecl& declaration) {
  std::vector<std::string> parts;
  parts.push_back(own_name(declaration));
  for (const clang::DeclContext* context = declaration.getDeclContext(); context != nullptr;
       context = context->getParent()) {
    if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(context)) {
      if (!space->isInline() && !space->isAnonymousNamespace()) parts.push_back(space->getNameAsString());
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

const clang::FunctionDecl* enclosing_function(const clang::DeclContext* context) {
  for (; context != nullptr; context = context->getParent()) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(context)) return function;
  }
  return nullptr;
}

std::string display_name(const clang::FunctionDecl& function) {
  if (is_lambda_call(function)) {
    const auto* outer = enclosing_function(function.getParent()->getParent());
    while (outer != nullptr && is_lambda_call(*outer)) outer = enclosing_function(outer->getParent()->getParent());
    return outer == nullptr ? "lambda" : "lambda in " + display_name(*outer);
  }
  return qualified_name(function) + "()";
}

}  // namespace stallhound::extraction
