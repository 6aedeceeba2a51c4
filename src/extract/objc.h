// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the declarations of Objective-C say about each other: what a method overrides, which class an expression is of.
#pragma once

#include <clang/AST/DeclObjC.h>
#include <clang/AST/ExprObjC.h>

namespace stallhound::extraction {

/// The methods that a method overrides directly: the one of the nearest class above that has it, and those of the
/// protocols that its class says it conforms to.
llvm::SmallVector<const clang::ObjCMethodDecl*, 4> overridden_methods(const clang::ObjCMethodDecl& method);

/// The property that an instance variable was made for in this unit, or null.
const clang::ObjCPropertyDecl* property_of(const clang::ObjCIvarDecl& variable);

/// The property that a message reads or sets, or null.
const clang::ObjCPropertyDecl* accessed_property(const clang::ObjCMessageExpr& message);

/// A class, as far as it is known which one an object is of, or is.
struct KnownClass {
  const clang::ObjCInterfaceDecl* interface = nullptr;  ///< Null: any class.
  bool is_class = false;                                ///< The class object itself, which has the class methods.
};

/// The class that an expression has by its type; `[X class]` and `[self class]` are class objects.
KnownClass static_class(const clang::Expr& expression);

/// The method of a class that has a selector, also where only the implementation has it; null if there is none.
const clang::ObjCMethodDecl* find_method(const KnownClass& owner, clang::Selector selector);

/// The class whose new object an expression makes: `[X new]`, `[[X alloc] init...]`; null for anything else.
const clang::ObjCInterfaceDecl* made_class(const clang::Expr& expression);

}  // namespace stallhound::extraction
