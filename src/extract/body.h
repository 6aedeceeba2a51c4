// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Walks one function body and records its calls, loops, flows of callables and suspension points.
#pragma once

#include <clang/AST/DeclCXX.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/ExprObjC.h>
#include <clang/AST/StmtCXX.h>
#include <clang/AST/StmtObjC.h>

#include <vector>

#include "extract/read_only.h"
#include "extract/tables.h"
#include "extract/values.h"

namespace stallhound::extraction {

/// Restores a variable at the end of a block.
template <class T>
class Restore {
 public:
  Restore(T& variable, T value) : variable_(variable), before_(variable) { variable_ = value; }
  ~Restore() { variable_ = before_; }
  Restore(const Restore&) = delete;
  Restore& operator=(const Restore&) = delete;

 private:
  T& variable_;
  T before_;
};

/// The variable or field that an expression names, or the pointer variable to what it names; null for anything else.
const clang::ValueDecl* assigned_variable(const clang::Expr* expression);
/// Whether a branch fills a static or global variable that its condition found empty.
bool is_first_time(const clang::IfStmt& node, const clang::ASTContext& context);
/// Whether the program ends at the end of a statement: abort(), exit(), a function that does not return. Not so for
/// what throws or jumps.
bool ends_program(const clang::Stmt* node, Tables& tables);
/// Whether a statement holds a label that control can jump to from outside.
bool has_entry(const clang::Stmt* node);

class BodyWalker {
 public:
  /// `nested` receives declarations found inside the body that have bodies of their own: lambdas, local classes.
  BodyWalker(Tables& tables, Body& body, std::vector<const clang::Decl*>& nested)
      : tables_(tables), context_(tables.context()), body_(body), nested_(nested), values_(tables, sites_) {}

  /// Walks a function with a body, or an implicit special member.
  void walk_function(const clang::FunctionDecl& function);
  /// Walks a method of Objective-C or a block.
  void walk_callable(const clang::Decl& callable);
  /// Walks the initialiser of a variable outside functions.
  void walk_initialiser(const clang::VarDecl& variable);

  /// The calls that were found so far, by their expressions.
  const SiteMap& sites() const { return sites_; }

 private:
  // body.cpp: statements
  void statement(const clang::Stmt* statement);
  void children(const clang::Stmt& statement);
  void scope(const clang::Stmt& statement);
  void end_scope(std::size_t outer);
  bool control_flow(const clang::Stmt& statement);
  void if_statement(const clang::IfStmt& statement);
  template <class LoopStatement>
  void loop(const LoopStatement& statement, const clang::Expr* condition);
  void range_for(const clang::CXXForRangeStmt& statement);
  void declaration(const clang::DeclStmt& statement);
  void variable(const clang::VarDecl& variable);
  void extend_temporary(const clang::VarDecl& reference);
  void returned(const clang::ReturnStmt& node);
  void returned_reference(const clang::Expr& value, clang::QualType type);
  clang::QualType returned_type(const clang::Expr& value) const;
  void constructor_initialisers(const clang::CXXConstructorDecl& constructor);
  void members_destroyed(const clang::CXXDestructorDecl& destructor);
  void coroutine_body(const clang::CoroutineBodyStmt& coroutine);
  void after_early_exit(const clang::Stmt* statement);
  void switch_statement(const clang::SwitchStmt& statement);
  std::uint32_t asked(const clang::Expr* condition, bool& outcome) const;
  bool compared_parameter(const clang::Expr& condition, Guard& guard) const;
  void push_guards(const clang::Expr* condition, bool outcome);
  void guarded(const clang::Stmt& branch, const clang::Expr* condition, bool outcome);
  void logical(const clang::BinaryOperator& whole);
  bool always_leaves(const clang::Stmt* node);
  void origin(clang::QualType type, llvm::function_ref<SlotId()> target, const clang::Expr& source);
  void origin(const clang::ValueDecl& target, const clang::Expr& source);
  void set_from(const clang::ValueDecl& target, const clang::Expr& source);

  // messages.cpp: what Objective-C adds
  bool objc_statement(const clang::Stmt& statement);
  void fast_enumeration(const clang::ObjCForCollectionStmt& statement);
  bool objc_expression(const clang::Expr& expression);
  void pseudo_object(const clang::PseudoObjectExpr& expression);
  void message(const clang::ObjCMessageExpr& message);
  Site message_site(const clang::ObjCMessageExpr& message);
  clang::QualType exact_class(const clang::ObjCMessageExpr& message) const;
  void aim_selectors(Site& site, llvm::ArrayRef<const clang::Expr*> arguments, const clang::Expr* receiver);
  Value held_by_temporary(const clang::Expr& made);

  // endings.cpp
  void mark_dying(std::size_t first);

  // blocks.cpp: control flow of coroutines
  void control_flow_graph(const clang::Stmt& body);

  // calls.cpp: expressions
  bool expression(const clang::Expr& expression);
  void call(const clang::CallExpr& call);
  const clang::CXXMethodDecl* exact_method(const clang::CXXMethodDecl& method, const clang::Expr& object) const;
  const clang::CXXRecordDecl* exact_class(const clang::Expr& object) const;
  void give_away(const clang::FunctionDecl* callee, llvm::ArrayRef<const clang::Expr*> arguments);
  void operator_call(const clang::CXXOperatorCallExpr& call, const clang::FunctionDecl& callee);
  void indirect_call(const clang::CallExpr& call, const clang::Expr& callee);
  void dependent_call(const clang::CallExpr& call);
  void construct(const clang::CXXConstructExpr& construct);
  void lambda(const clang::LambdaExpr& lambda);
  void suspend(const clang::CoroutineSuspendExpr& suspend);
  void machinery(std::initializer_list<const clang::Stmt*> statements, const clang::Stmt* walked_operand);
  void add_arguments(Site& site, llvm::ArrayRef<const clang::Expr*> arguments);
  void add_template_arguments(Site& site, const clang::FunctionDecl& callee, clang::SourceLocation place);
  std::uint32_t add_site(Site site, const clang::Expr* expression, clang::SourceLocation location);
  Site site_for(const clang::FunctionDecl& callee, SiteKind kind);

  // flows.cpp: what is stored where
  void initialiser(const clang::Expr& expression, Value target);
  void note_parts(const clang::InitListExpr& whole);
  void assign(const clang::Expr& target, const clang::Expr& source);
  void flow(Value target, const clang::Expr& source);
  Value stored_place(Value place) const;

  // implied.cpp: what the compiler and the library add
  void destroy(clang::QualType type, clang::SourceLocation location, Value object);
  void leave(const clang::VarDecl& variable);
  void allocation(const clang::FunctionDecl* function, clang::SourceLocation location);
  void deletion(const clang::CXXDeleteExpr& node);
  void delete_with(const clang::ClassTemplateSpecializationDecl& owner, clang::SourceLocation location, Value object);
  void destroy_element(const clang::TemplateArgument& argument, clang::SourceLocation location);
  void construct_element(const clang::TemplateArgument& argument, const clang::CallExpr& call, unsigned skip);
  void implied_by_library(const clang::CallExpr& call, const clang::FunctionDecl& callee);

  Tables& tables_;
  const clang::ASTContext& context_;
  Body& body_;
  std::vector<const clang::Decl*>& nested_;
  SiteMap sites_;
  ValueReader values_;
  mutable ReadOnlyVariables read_only_;            ///< Looks at the body on its first question.
  const clang::Decl* callable_ = nullptr;          ///< The function, method or block; null in an initialiser.
  const clang::FunctionDecl* function_ = nullptr;  ///< `callable_`, if it is a function.
  std::uint32_t loop_ = npos;
  std::uint32_t guard_ = npos;
  std::uint32_t implicit_flags_ = 0;             ///< Added to every site while walking code that is not written here.
  bool project_callees_only_ = false;            ///< Inside co_await machinery only project code is of interest.
  const clang::Stmt* walked_operand_ = nullptr;  ///< Operand of co_await or co_return that was walked already.
  llvm::DenseMap<const clang::Stmt*, bool> leaves_;   ///< Answers of always_leaves for blocks and branches.
  llvm::DenseSet<const clang::InitListExpr*> parts_;  ///< See note_parts.
  llvm::DenseSet<const clang::Expr*> not_destroyed_;  ///< Temporaries whose owner destroys them.
  std::vector<const clang::VarDecl*> scope_variables_;
  llvm::DenseMap<const clang::VarDecl*, clang::QualType> extended_;  ///< Reference -> the temporary that it keeps.
  llvm::DenseMap<const clang::ValueDecl*, std::uint32_t>
      set_from_;                     ///< See assigned_variable; the call it was last set from.
  llvm::DenseSet<SlotId> released_;  ///< Objects that gave their contents away: moved, returned, released.
  llvm::DenseMap<const clang::VarDecl*, std::uint32_t> constructed_by_;  ///< Local object -> its constructor call.
  llvm::DenseMap<const clang::Expr*, std::uint32_t> suspensions_;        ///< co_await -> index into Body::suspensions.
};

}  // namespace stallhound::extraction
