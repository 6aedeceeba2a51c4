// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a unit declares, spelled as packs spell it.
//
// Everything counts, in system headers above all: this is how a pack is held against the headers of its library. Only
// declarations are read; bodies are not even parsed. Members of templates are taken from the template, which is how
// extraction names them, too.
#include "stallhound/declared.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclFriend.h>
#include <clang/AST/DeclObjC.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Frontend/FrontendActions.h>

#include "extract/compiler.h"
#include "extract/names.h"

namespace stallhound {
namespace {

using extraction::qualified_name;

class DeclarationReader {
 public:
  explicit DeclarationReader(Declared& declared) : declared_(declared) {}

  void read_all(const clang::DeclContext& context) {
    for (const auto* declaration : context.decls()) read(*declaration);
  }

 private:
  void read(const clang::Decl& declaration) {
    if (const auto* pattern = llvm::dyn_cast<clang::TypeAliasTemplateDecl>(&declaration)) return alias(*pattern);
    if (const auto* pattern = llvm::dyn_cast<clang::TemplateDecl>(&declaration)) {
      if (const auto* templated = pattern->getTemplatedDecl()) read(*templated);
      return;
    }
    if (const auto* befriended = llvm::dyn_cast<clang::FriendDecl>(&declaration)) {
      if (const auto* named = befriended->getFriendDecl()) read_friend(*named);
      return;
    }
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&declaration)) return this->function(*function);
    if (const auto* tag = llvm::dyn_cast<clang::TagDecl>(&declaration)) return this->tag(*tag);
    if (const auto* container = llvm::dyn_cast<clang::ObjCContainerDecl>(&declaration)) return objc(*container);
    if (const auto* type = llvm::dyn_cast<clang::TypedefNameDecl>(&declaration)) {
      note(*type, declares_type);
      if (const auto* record = type->getUnderlyingType()->getAsTagDecl()) stands_for(*type, *record);
    } else if (llvm::isa<clang::FieldDecl, clang::IndirectFieldDecl>(declaration)) {
      note(llvm::cast<clang::NamedDecl>(declaration), declares_field);
    } else if (llvm::isa<clang::VarDecl>(declaration)) {
      note(llvm::cast<clang::NamedDecl>(declaration), declares_variable);
    } else if (llvm::isa<clang::EnumConstantDecl>(declaration)) {
      note(llvm::cast<clang::NamedDecl>(declaration), declares_enumerator);
    } else if (const auto* shadow = llvm::dyn_cast<clang::UsingShadowDecl>(&declaration)) {
      stands_for(*shadow, *shadow->getTargetDecl());
    } else if (const auto* space = llvm::dyn_cast<clang::NamespaceAliasDecl>(&declaration)) {
      stands_for(*space, *space->getNamespace());
    } else if (const auto* context = llvm::dyn_cast<clang::DeclContext>(&declaration);
               context != nullptr &&
               llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::ExportDecl>(declaration)) {
      read_all(*context);
    }
  }

  /// A friend may be declared nowhere else: operators that only argument-dependent look-up finds.
  void read_friend(const clang::NamedDecl& declaration) {
    const auto* pattern = llvm::dyn_cast<clang::FunctionTemplateDecl>(&declaration);
    const auto* function =
        pattern != nullptr ? pattern->getTemplatedDecl() : llvm::dyn_cast<clang::FunctionDecl>(&declaration);
    if (function != nullptr) this->function(*function);
  }

  void function(const clang::FunctionDecl& function) {
    if (llvm::isa<clang::CXXDeductionGuideDecl>(function) || function.isDeleted()) return;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
    const bool is_virtual = method != nullptr && method->isVirtual();
    note(function, declares_function | (is_virtual ? declares_virtual : 0U));
  }

  /// A class, protocol or category; any of their methods may be overridden.
  void objc(const clang::ObjCContainerDecl& container) {
    const auto* category = llvm::dyn_cast<clang::ObjCCategoryDecl>(&container);
    if (category == nullptr) note(container, declares_type);
    for (const auto* method : container.methods()) {
      note(*method, declares_function | declares_virtual);
      declared_.names[extraction::any_class_name(method->getSelector(), method->isInstanceMethod())] |=
          declares_function | declares_virtual;
    }
    for (const auto* property : container.properties()) note(*property, declares_field);
    const auto* interface = llvm::dyn_cast<clang::ObjCInterfaceDecl>(&container);
    if (interface == nullptr || interface->getSuperClass() == nullptr) return;
    declared_.bases[qualified_name(*interface)].insert(qualified_name(*interface->getSuperClass()));
  }

  void tag(const clang::TagDecl& tag) {
    note(tag, declares_type);
    if (!tag.isThisDeclarationADefinition()) return;
    read_all(llvm::cast<clang::DeclContext>(tag));
    const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&tag);
    if (record == nullptr) return;
    implicit_members(*record);
    for (const auto& base : record->bases()) {
      if (const auto* parent = record_of(base.getType()))
        declared_.bases[qualified_name(tag)].insert(qualified_name(*parent));
    }
  }

  /// What the compiler writes if nobody else does, as far as calling it does anything.
  void implicit_members(const clang::CXXRecordDecl& record) {
    const auto name = qualified_name(record);
    const auto last = name.rfind("::");
    const auto own = last == std::string::npos ? name : name.substr(last + 2);
    const bool known = !record.isDependentContext();
    if (!record.hasUserDeclaredConstructor() && !(known && record.hasTrivialDefaultConstructor())) {
      declared_.names[name + "::" + own] |= declares_function;
    }
    if (!record.hasUserDeclaredDestructor() && !(known && record.hasTrivialDestructor())) {
      declared_.names[name + "::~" + own] |= declares_function;
    }
  }

  /// The class or class template behind a base, also where it depends on template parameters.
  static const clang::NamedDecl* record_of(clang::QualType type) {
    if (const auto* record = type->getAsCXXRecordDecl()) return record;
    const auto* specialisation = type->getAs<clang::TemplateSpecializationType>();
    const auto* pattern = specialisation == nullptr ? nullptr : specialisation->getTemplateName().getAsTemplateDecl();
    return pattern == nullptr ? nullptr : pattern->getTemplatedDecl();
  }

  void alias(const clang::TypeAliasTemplateDecl& pattern) {
    note(pattern, declares_type);
    if (const auto* record = record_of(pattern.getTemplatedDecl()->getUnderlyingType())) stands_for(pattern, *record);
  }

  void stands_for(const clang::NamedDecl& alias, const clang::NamedDecl& target) {
    const auto name = qualified_name(alias);
    auto meant = qualified_name(target);
    if (name != meant) declared_.aliases.emplace(name, std::move(meant));
  }

  void note(const clang::NamedDecl& declaration, std::uint32_t kinds) {
    if (declaration.getDeclName().isEmpty() && !llvm::isa<clang::TagDecl>(declaration)) return;
    declared_.names[qualified_name(declaration)] |= kinds;
  }

  Declared& declared_;
};

class DeclarationConsumer : public clang::ASTConsumer {
 public:
  explicit DeclarationConsumer(Declared& declared) : declared_(declared) {}
  bool shouldSkipFunctionBody(clang::Decl*) override { return true; }
  void HandleTranslationUnit(clang::ASTContext& context) override {
    DeclarationReader(declared_).read_all(*context.getTranslationUnitDecl());
  }

 private:
  Declared& declared_;
};

class DeclarationAction : public clang::ASTFrontendAction {
 public:
  explicit DeclarationAction(Declared& declared) : declared_(declared) {}
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
    return std::make_unique<DeclarationConsumer>(declared_);
  }

 private:
  Declared& declared_;
};

}  // namespace

Result<Declared> declared_names(const TuJob& job, const std::string& resource_dir) {
  const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files(llvm::vfs::createPhysicalFileSystem().release());
  extraction::Compiler compiler(job, resource_dir, files);
  if (compiler.instance() == nullptr) return Diagnostic{job.file, 0, 0, compiler.failure(), ""};
  Declared declared;
  DeclarationAction action(declared);
  const bool run = compiler.instance()->ExecuteAction(action);
  const auto errors = compiler.errors().getNumErrors();
  if (!run || errors != 0) {
    std::string message = compiler.errors().message();
    if (message.empty()) message = job.file + ": cannot be parsed";
    if (errors > 1) message += " (and " + std::to_string(errors - 1) + " more)";
    return Diagnostic{"", 0, 0, std::move(message), ""};
  }
  return declared;
}

}  // namespace stallhound
