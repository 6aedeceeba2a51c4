// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where callables come from: the functions, places and calls that an expression may take its value from.
#pragma once

#include <clang/AST/Expr.h>
#include <llvm/ADT/DenseMap.h>

#include <vector>

#include "extract/tables.h"

namespace stallhound::extraction {

/// Calls of the body being walked, by expression: the index of the site that was recorded for it.
using SiteMap = llvm::DenseMap<const clang::Expr*, std::uint32_t>;

class ValueReader {
 public:
  ValueReader(Tables& tables, const SiteMap& sites) : tables_(tables), sites_(sites) {}

  /// All callables that `expression` may evaluate to. `any_call` also names calls whose result cannot hold a
  /// callable itself, such as a call that makes a coroutine.
  std::vector<Value> read(const clang::Expr* expression, bool any_call = false);

  /// The place that an expression names or that contains it (for elements, iterators and the like); none if unknown.
  Value place(const clang::Expr* expression);

  /// The call operators of a closure or functor type; of a template, its pattern.
  static std::vector<const clang::FunctionDecl*> call_operators(clang::QualType type);

 private:
  void collect(const clang::Expr* expression, bool any_call, unsigned depth, std::vector<Value>& values);

  bool collect_objc(const clang::Expr* expression, bool any_call, bool cast_to_holder, unsigned depth,
                    std::vector<Value>& values);

  Tables& tables_;
  const SiteMap& sites_;
};

/// Skips parentheses, casts of every kind, temporaries and other nodes that do not change which value is meant.
const clang::Expr* skip_wrapping(const clang::Expr* expression);

/// What an expression that only copies or moves an object was given; null for any other expression.
const clang::Expr* same_object(const clang::Expr* expression);

/// The expression that makes an object, below the temporaries and constructor casts that wrap it: what names the same
/// object as "initialiser of a variable" and as "temporary".
const clang::Expr* made_object(const clang::Expr* expression);
/// The smart pointer or optional whose content an expression names: of `p->`, `*p`, `p.get()` and `p.value()`, p.
const clang::Expr* holder_of(const clang::Expr* expression, Tables& tables);

}  // namespace stallhound::extraction
