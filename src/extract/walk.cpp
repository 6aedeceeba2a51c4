// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declarations: which bodies there are.
//
// Only declarations in project files are entered; what system headers declare is described by packs. Templates are
// walked through their instantiations, since only those say what is called. A generic lambda that nobody instantiated
// (its caller's body was not parsed) is walked as written, for the calls that do not depend on its parameters.
#include "extract/walk.h"

#include <clang/AST/DeclTemplate.h>

#include "extract/body.h"

namespace stallhound::extraction {
namespace {

class UnitWalker {
 public:
  UnitWalker(const clang::ASTContext& context, Tables& tables) : context_(context), tables_(tables) {}

  void run() {
    for (const auto* declaration : context_.getTranslationUnitDecl()->decls()) {
      // A namespace opened in a header may hold project code only if it was opened in a project file.
      if (tables_.in_project(*declaration)) declared(*declaration);
    }
    while (!pending_.empty()) {
      const auto* declaration = pending_.back();
      pending_.pop_back();
      declared(*declaration);
    }
  }

 private:
  void declared(const clang::Decl& declaration) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&declaration)) return this->function(*function);
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(&declaration)) return this->variable(*variable);
    if (const auto* function = llvm::dyn_cast<clang::FunctionTemplateDecl>(&declaration)) {
      for (const auto* specialisation : function->specializations()) this->function(*specialisation);
      return;
    }
    if (const auto* record = llvm::dyn_cast<clang::ClassTemplateDecl>(&declaration)) {
      for (const auto* specialisation : record->specializations()) {
        // Explicit specialisations are found where they stand.
        if (specialisation->isExplicitSpecialization()) continue;
        this->record(*specialisation);
      }
      return;
    }
    if (const auto* variable = llvm::dyn_cast<clang::VarTemplateDecl>(&declaration)) {
      for (const auto* specialisation : variable->specializations()) this->variable(*specialisation);
      return;
    }
    if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&declaration)) return this->record(*record);
    if (const auto* space = llvm::dyn_cast<clang::DeclContext>(&declaration);
        space != nullptr && llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::ExportDecl>(declaration)) {
      for (const auto* member : space->decls()) declared(*member);
    }
  }

  void record(const clang::CXXRecordDecl& record) {
    if (!record.isThisDeclarationADefinition() || record.isDependentContext()) return;
    for (const auto* member : record.decls()) {
      if (llvm::isa<clang::FieldDecl>(member)) continue;  // Default initialisers are walked in constructors.
      declared(*member);
    }
  }

  void function(const clang::FunctionDecl& function) {
    if (function.isDependentContext() && !is_generic_lambda_pattern(function)) return;
    if (!function.isThisDeclarationADefinition() || function.isDeleted()) return;
    const bool implicit = function.isImplicit() || function.isDefaulted();
    if (function.getBody() == nullptr && !implicit_destructor(function)) return;
    if (implicit && llvm::isa<clang::CXXMethodDecl>(function) && function.isTrivial()) return;
    if (!walked_.insert(&function).second) return;
    walk([&](BodyWalker& walker) { walker.walk_function(function); });
  }

  void variable(const clang::VarDecl& variable) {
    if (variable.getDeclContext()->isDependentContext() || variable.getType()->isDependentType()) return;
    if (!variable.isThisDeclarationADefinition() || variable.getInit() == nullptr) return;
    if (variable.getInit()->isValueDependent()) return;
    // Plain constants have no calls and hold no callables.
    if (variable.getType()->isArithmeticType()) return;
    if (!walked_.insert(&variable).second) return;
    walk([&](BodyWalker& walker) { walker.walk_initialiser(variable); });
  }

  template <class Walk>
  void walk(Walk&& steps) {
    Body body;
    std::vector<const clang::Decl*> nested;
    BodyWalker walker(tables_, body, nested);
    steps(walker);
    tables_.facts().bodies.push_back(std::move(body));
    for (const auto* declaration : nested) nested_declaration(*declaration);
  }

  void nested_declaration(const clang::Decl& declaration) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&declaration);
    if (method == nullptr || !clang::isLambdaCallOperator(method)) {
      pending_.push_back(&declaration);
      return;
    }
    const auto* generic = method->getDescribedFunctionTemplate();
    if (generic == nullptr) {
      pending_.push_back(method);
      return;
    }
    bool instantiated = false;
    for (const auto* specialisation : generic->specializations()) {
      if (specialisation->getBody() == nullptr) continue;
      pending_.push_back(specialisation);
      instantiated = true;
    }
    if (!instantiated) pending_.push_back(method);
  }

  static bool is_generic_lambda_pattern(const clang::FunctionDecl& function) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
    return method != nullptr && clang::isLambdaCallOperator(method) &&
           method->getDescribedFunctionTemplate() != nullptr && !method->getParent()->isDependentContext();
  }

  /// An implicit destructor has no body in the tree, but it destroys members.
  static bool implicit_destructor(const clang::FunctionDecl& function) {
    return llvm::isa<clang::CXXDestructorDecl>(function) && (function.isImplicit() || function.isDefaulted());
  }

  const clang::ASTContext& context_;
  Tables& tables_;
  std::vector<const clang::Decl*> pending_;
  llvm::DenseSet<const clang::Decl*> walked_;
};

}  // namespace

void walk_unit(const clang::ASTContext& context, Tables& tables) { UnitWalker(context, tables).run(); }

}  // namespace stallhound::extraction
