// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/identity.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclObjC.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Index/USRGeneration.h>

#include "base/digest.h"
#include "extract/clang_versions.h"
#include "extract/names.h"

namespace stallhound::extraction {
namespace {

std::string_view view(llvm::StringRef text) { return {text.data(), text.size()}; }

const clang::CXXRecordDecl* closure_of(const clang::FunctionDecl& function) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  return method != nullptr && clang::isLambdaCallOperator(method) ? method->getParent() : nullptr;
}

}  // namespace

const clang::FunctionDecl* Identity::representative(const clang::FunctionDecl& function, bool in_project) {
  if (!in_project) {
    if (const auto* pattern = function.getTemplateInstantiationPattern(/*ForDefinition=*/false)) return pattern;
  }
  // All instantiations of a call operator are one function: a callable is handed over as an object, before anyone
  // knows with which types it will be called.
  if (function.getOverloadedOperator() == clang::OO_Call) {
    if (const auto* primary = function.getPrimaryTemplate()) {
      return primary->getTemplatedDecl()->getCanonicalDecl();
    }
  }
  return function.getCanonicalDecl();
}

FunctionId Identity::of(const clang::FunctionDecl& function) {
  const auto known = functions_.find(&function);
  if (known != functions_.end()) return known->second;
  std::uint64_t hash = 0;
  if (const auto* closure = closure_of(function)) {
    hash = of_lambda(*closure);
  } else {
    hash = of_usr(function);
    if (const auto* arguments = function.getTemplateSpecializationArgs()) {
      for (const auto& argument : arguments->asArray()) hash = mix(hash, of_closures_in(argument, 0));
    }
    if (const auto* specialisation = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(function.getParent())) {
      for (const auto& argument : specialisation->getTemplateArgs().asArray()) {
        hash = mix(hash, of_closures_in(argument, 0));
      }
    }
    // A local class has the name of its function; functions in lambdas or instantiations need theirs, too.
    if (const auto* outer = enclosing_function(function.getDeclContext())) hash = mix(hash, of_callable(*outer));
  }
  functions_.emplace(&function, hash);
  return hash;
}

FunctionId Identity::of_callable(const clang::Decl& callable) {
  if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&callable)) return of(*function->getCanonicalDecl());
  if (const auto* block = llvm::dyn_cast<clang::BlockDecl>(&callable)) return of_closure(*block, digest("block"));
  return digest(qualified_name(llvm::cast<clang::NamedDecl>(callable)));
}

SlotId Identity::of_variable(const clang::ValueDecl& declaration, FunctionId parameter_owner) {
  if (const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(&declaration)) {
    return parameter_slot(parameter_owner, parameter->getFunctionScopeIndex());
  }
  if (const auto* field = llvm::dyn_cast<clang::FieldDecl>(&declaration)) return of_usr(*field);
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(&declaration);
  if (variable != nullptr && variable->isLocalVarDecl() && !variable->hasExternalStorage()) {
    return mix(mix(parameter_owner, of_place(declaration)), digest(view(declaration.getName())));
  }
  return of_usr(*llvm::cast<clang::NamedDecl>(declaration.getCanonicalDecl()));
}

FunctionId Identity::of_initialiser(const clang::ValueDecl& variable) {
  return mix(of_usr(variable), digest("initialiser"));
}

std::uint64_t Identity::of_usr(const clang::NamedDecl& declaration) {
  llvm::SmallString<256> usr;
  std::uint64_t hash = 0;
  if (clang::index::generateUSRForDecl(&declaration, usr)) {
    hash = mix(of_place(declaration), digest(qualified_name(declaration)));
  } else {
    hash = digest(view(usr));
  }
  const auto linkage = declaration.getLinkageInternal();
  if (linkage == clang::Linkage::Internal || linkage == clang::Linkage::UniqueExternal) hash = mix(hash, main_file_);
  return hash == 0 ? 1 : hash;
}

std::uint64_t Identity::of_place(const clang::Decl& declaration) const {
  const auto& sources = context_.getSourceManager();
  const auto [file, offset] = sources.getDecomposedExpansionLoc(declaration.getLocation());
  const auto entry = sources.getFileEntryRefForID(file);
  const std::uint64_t name = entry ? digest(view(entry->getName())) : 0;
  // Two lambdas in one macro argument share the expansion offset; their spelling tells them apart.
  return mix(mix(name, offset), sources.getDecomposedSpellingLoc(declaration.getLocation()).second);
}

std::uint64_t Identity::of_lambda(const clang::CXXRecordDecl& closure) { return of_closure(closure, digest("lambda")); }

std::uint64_t Identity::of_closure(const clang::Decl& closure, std::uint64_t kind) {
  const auto* outer = enclosing_function(closure.getDeclContext());
  return mix(mix(of_place(closure), kind), outer != nullptr ? of_callable(*outer) : main_file_);
}

std::uint64_t Identity::of_closures_in(const clang::TemplateArgument& argument, unsigned depth) {
  if (depth > 4) return 0;
  if (argument.getKind() == clang::TemplateArgument::Pack) {
    std::uint64_t hash = 0;
    for (const auto& element : argument.pack_elements()) hash = mix(hash, of_closures_in(element, depth + 1));
    return hash;
  }
  if (argument.getKind() != clang::TemplateArgument::Type) return 0;
  const auto* record = argument.getAsType().getNonReferenceType()->getAsCXXRecordDecl();
  if (record == nullptr) return 0;
  if (record->isLambda()) return of_lambda(*record);
  std::uint64_t hash = 0;
  if (const auto* specialisation = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(record)) {
    for (const auto& inner : specialisation->getTemplateArgs().asArray()) {
      hash = mix(hash, of_closures_in(inner, depth + 1));
    }
  }
  return hash;
}

}  // namespace stallhound::extraction
