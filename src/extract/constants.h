// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Constant arguments: what a rule's conditions can ask about.
#pragma once

#include "extract/read_only.h"
#include "stallhound/facts.h"

namespace clang {
class ASTContext;
class Expr;
}  // namespace clang

namespace stallhound::extraction {

/// Fills constant, number and text of `argument` if the expression is a constant that rules know: integers and flags
/// (through variables that keep their first value, and enumerators), booleans, null pointers, strings, chrono
/// durations, floating point. A parameter that is handed on unchanged is recorded as such, since its callers may know
/// more.
void read_constant(const clang::Expr& expression, const clang::ASTContext& context, ReadOnlyVariables& read_only,
                   Argument& argument);

/// True if the expression is certainly true or certainly false; `value` tells which.
bool constant_condition(const clang::Expr& expression, const clang::ASTContext& context, bool& value);

}  // namespace stallhound::extraction
