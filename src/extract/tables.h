// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Interning: turns Clang's declarations, types and places into the tables of a TuFacts, each entry once.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclObjC.h>
#include <clang/Basic/SourceManager.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>

#include "extract/identity.h"
#include "extract/job_options.h"
#include "stallhound/facts.h"

namespace stallhound::extraction {

class Tables {
 public:
  Tables(const clang::ASTContext& context, const WalkOptions& options, TuFacts& facts, std::uint64_t main_file);

  /// Whether code at this place is project code, whose bodies are walked.
  bool in_project(clang::SourceLocation location);
  bool in_project(const clang::Decl& declaration) { return in_project(declaration.getLocation()); }

  SourceLocation location(clang::SourceLocation place);
  TypeIndex type(clang::QualType type);
  FunctionId function(const clang::FunctionDecl& declaration);
  /// A callable of any kind: a FunctionDecl, ObjCMethodDecl or BlockDecl.
  FunctionId function(const clang::Decl& callable);
  /// What stands for the methods of all classes that have a selector. `seen` is one that a library declares, or null.
  FunctionId any_class(clang::Selector selector, bool instance, const clang::ObjCMethodDecl* seen);
  /// A C function that the compiler calls and nobody declares.
  FunctionId runtime(llvm::StringRef name);
  /// The pseudo function that initialises a global variable or static member.
  FunctionId initialiser(const clang::VarDecl& variable);
  /// A global variable that is called, as a function of that name: a function pointer, or an object whose call operator
  /// is `call_operator`.
  FunctionId called(const clang::VarDecl& variable, const clang::FunctionDecl* call_operator);
  /// A function whose address is taken at a place. For a project function this is the function; for a library's it is
  /// a stand-in that calls it, so that a callback has a body wherever it comes from.
  FunctionId taken(const clang::FunctionDecl& declaration, clang::SourceLocation place);
  /// Whether a function that this unit mentions is the project's.
  bool is_project(FunctionId function) const {
    return (facts_.functions[functions_.at(function)].flags & fn_in_roots) != 0;
  }
  /// What a function that `taken` returned stands for.
  FunctionId without_reference(FunctionId function) const;
  SlotId slot(const clang::ValueDecl& declaration);
  /// A property, and the instance variable behind it.
  SlotId slot(const clang::ObjCPropertyDecl& property);
  /// The place of a value that no variable holds: what call number `site` of a function returned.
  SlotId temporary(FunctionId function, std::uint32_t site, clang::QualType type);
  SlotId result_slot_of(const clang::Decl& callable, clang::QualType returned);

  /// Whether a variable of this type can hold a callable: function pointers, closures, std::function and containers
  /// of them. Decided by the type alone, so that facts stay small.
  bool may_hold_callable(clang::QualType type) { return may_hold_callable(type, 0); }

  /// Whether a function throws anywhere in its body. Each is looked through once, however many calls ask.
  bool throws(const clang::FunctionDecl& definition);

  TuFacts& facts() { return facts_; }
  const clang::ASTContext& context() const { return context_; }

 private:
  FileIndex file(clang::FileID id);
  bool may_hold_callable(clang::QualType type, unsigned depth);
  void describe(const clang::FunctionDecl& declaration, FunctionId id);
  void describe(const clang::ObjCMethodDecl& declaration, FunctionId id);
  void describe(const clang::BlockDecl& block, FunctionId id);
  bool fill_object_type(clang::QualType canonical, TypeFact& fact);
  void fill_type(clang::QualType type, TypeFact& fact);
  llvm::StringRef section_of(const clang::CXXMethodDecl& method);
  SlotId add_slot(SlotId id, SlotKind kind, std::string name, clang::QualType type);

  const clang::ASTContext& context_;
  const clang::SourceManager& sources_;
  const WalkOptions& options_;
  TuFacts& facts_;
  Identity identity_;
  llvm::DenseMap<clang::FileID, FileIndex> files_;
  std::unordered_map<std::string, FileIndex> paths_;
  llvm::DenseMap<void*, TypeIndex> types_;
  std::unordered_map<std::string, TypeIndex> types_by_content_;
  std::unordered_map<FunctionId, std::uint32_t> functions_;
  llvm::DenseMap<const clang::Decl*, FunctionId> function_ids_;
  std::unordered_map<SlotId, std::uint32_t> slots_;
  llvm::DenseMap<void*, bool> callable_types_;
  llvm::DenseMap<const clang::FunctionDecl*, bool> throwing_;
  llvm::DenseSet<const clang::CXXRecordDecl*> sectioned_;         ///< Classes that sections_ knows.
  llvm::DenseMap<const clang::Decl*, llvm::StringRef> sections_;  ///< Member -> see section_of; none if empty.
  std::unordered_map<FunctionId, FunctionId> references_;         ///< Stand-in -> the function.
};

}  // namespace stallhound::extraction
