// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declarations: which bodies there are.
//
// Only declarations in project files are entered; what system headers declare is described by packs. Templates are
// walked through their instantiations, since only those say what is called. A generic lambda or functor that nobody
// instantiated (its caller's body was not parsed) is walked as written, for the calls that do not depend on its
// parameters.
#include "extract/walk.h"

#include <clang/AST/DeclObjC.h>
#include <clang/AST/DeclTemplate.h>

#include "extract/body.h"
#include "extract/clang_versions.h"

namespace stallhound::extraction {
namespace {

class UnitWalker {
 public:
  UnitWalker(clang::ASTContext& context, Tables& tables, const Probes& probes, CrashNotes& notes)
      : context_(context), tables_(tables), probes_(probes), notes_(notes) {}

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
      return this->function_template(*function);
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
    if (llvm::isa<clang::ObjCMethodDecl, clang::BlockDecl>(declaration)) return callable(declaration);
    if (const auto* implementation = llvm::dyn_cast<clang::ObjCImplDecl>(&declaration)) {
      // What the compiler writes has no place in the project.
      for (const auto* member : implementation->methods()) {
        if (!member->isSynthesizedAccessorStub()) declared(*member);
      }
      return;
    }
    if (llvm::isa<clang::ObjCContainerDecl>(declaration))
      return interface(llvm::cast<clang::ObjCContainerDecl>(declaration));
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
    if (function.isDependentContext() && !is_callable_pattern(function)) return;
    if (!function.isThisDeclarationADefinition() || function.isDeleted()) return;
    const bool implicit = function.isImplicit() || function.isDefaulted();
    if (function.getBody() == nullptr && !implicit_destructor(function)) return;
    if (implicit && llvm::isa<clang::CXXMethodDecl>(function) && function.isTrivial()) return;
    if (!walked_.insert(&function).second || !notes_.enter_walk(function)) return;
    walk(tables_.function(function), [&](BodyWalker& walker) { walker.walk_function(function); });
  }

  /// What a class or protocol of the project declares is known even where no unit calls it: which protocols a class
  /// conforms to decides what its methods override, and a unit that implements a category need not say so.
  void interface(const clang::ObjCContainerDecl& container) {
    for (const auto* method : container.methods()) tables_.function(*method);
  }

  /// A method of Objective-C or a block.
  void callable(const clang::Decl& declaration) {
    if (declaration.getBody() == nullptr || !walked_.insert(&declaration).second) return;
    walk(tables_.function(declaration), [&](BodyWalker& walker) { walker.walk_callable(declaration); });
  }

  void variable(const clang::VarDecl& variable) {
    if (variable.getDeclContext()->isDependentContext() || variable.getType()->isDependentType()) return;
    if (!variable.isThisDeclarationADefinition() || variable.getInit() == nullptr) return;
    if (variable.getInit()->isValueDependent()) return;
    // Plain constants have no calls and hold no callables.
    if (variable.getType()->isArithmeticType()) return;
    if (!walked_.insert(&variable).second || !notes_.enter_walk(variable)) return;
    walk(tables_.initialiser(variable), [&](BodyWalker& walker) { walker.walk_initialiser(variable); });
  }

  /// Instantiations that count as one function (of a call operator template) share one body, one after another.
  template <class Walk>
  void walk(FunctionId id, Walk&& steps) {
    auto& bodies = tables_.facts().bodies;
    const auto [known, added] = bodies_.emplace(id, bodies.size());
    if (added) bodies.emplace_back();
    Body body = std::move(bodies[known->second]);
    std::vector<const clang::Decl*> nested;
    BodyWalker walker(tables_, body, nested);
    steps(walker);
    if (!probes_.empty()) probes_.ask(walker.sites(), context_, body);
    bodies[known->second] = std::move(body);
    for (const auto* declaration : nested) nested_declaration(*declaration);
  }

  void nested_declaration(const clang::Decl& declaration) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&declaration);
    if (method == nullptr || !clang::isLambdaCallOperator(method)) {
      pending_.push_back(&declaration);
      return;
    }
    const auto* generic = method->getDescribedFunctionTemplate();
    pending_.push_back(generic == nullptr ? static_cast<const clang::Decl*>(method) : generic);
  }

  void function_template(const clang::FunctionTemplateDecl& pattern) {
    bool instantiated = false;
    for (const auto* specialisation : pattern.specializations()) {
      instantiated = instantiated || specialisation->getBody() != nullptr;
      function(*specialisation);
    }
    if (!instantiated && is_callable_pattern(*pattern.getTemplatedDecl())) function(*pattern.getTemplatedDecl());
  }

  /// A call operator template of a class that is no template itself: generic lambdas and functors.
  static bool is_callable_pattern(const clang::FunctionDecl& function) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
    return method != nullptr && method->getOverloadedOperator() == clang::OO_Call &&
           method->getDescribedFunctionTemplate() != nullptr && !method->getParent()->isDependentContext();
  }

  /// An implicit destructor has no body in the tree, but it destroys members.
  static bool implicit_destructor(const clang::FunctionDecl& function) {
    return llvm::isa<clang::CXXDestructorDecl>(function) && (function.isImplicit() || function.isDefaulted());
  }

  clang::ASTContext& context_;
  Tables& tables_;
  const Probes& probes_;
  CrashNotes& notes_;
  std::vector<const clang::Decl*> pending_;
  llvm::DenseSet<const clang::Decl*> walked_;
  std::unordered_map<FunctionId, std::size_t> bodies_;
};

}  // namespace

void walk_unit(clang::ASTContext& context, Tables& tables, const Probes& probes, CrashNotes& notes) {
  UnitWalker(context, tables, probes, notes).run();
}

}  // namespace stallhound::extraction
