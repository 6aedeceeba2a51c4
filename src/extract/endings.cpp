// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where the program ends. A server that writes a crash report, or says why it gives up, before abort() or exit() stalls
// nobody any more; and an assertion must not be a way from all code into all that such a report does.
#include <clang/AST/ASTContext.h>

#include <algorithm>

#include "extract/body.h"

namespace stallhound::extraction {
namespace {

/// Functions that do not return since they go on elsewhere, or end their thread only.
bool goes_on_elsewhere(const clang::FunctionDecl& function) {
  if (function.getIdentifier() == nullptr) return true;
  constexpr llvm::StringRef names[] = {"longjmp",   "_longjmp", "siglongjmp", "__longjmp_chk",    "pthread_exit",
                                       "thrd_exit", "svc_exit", "setcontext", "rethrow_exception"};
  return std::find(std::begin(names), std::end(names), function.getName()) != std::end(names);
}

bool ends_in(const clang::FunctionDecl& callee, Tables& tables) {
  if (callee.getBuiltinID() != 0 && callee.getName() == "__builtin_unreachable") return true;
  if (!callee.isNoReturn() || goes_on_elsewhere(callee)) return false;
  if (callee.isExternC() || !callee.getASTContext().getLangOpts().CPlusPlus) return true;
  // In C++ most functions that do not return throw.
  if (callee.isInStdNamespace()) return callee.getName() == "terminate" || callee.getName() == "unreachable";
  const auto* definition = callee.getDefinition();
  return definition != nullptr && definition->getBody() != nullptr && !tables.throws(*definition);
}

}  // namespace

bool ends_program(const clang::Stmt* node, Tables& tables) {
  if (node == nullptr) return false;
  if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(node)) {
    return !block->body_empty() && ends_program(block->body_back(), tables);
  }
  const auto* expression = llvm::dyn_cast<clang::Expr>(node);
  if (expression == nullptr) return false;
  expression = skip_wrapping(expression);
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(expression)) {
    return binary->isCommaOp() && ends_program(binary->getRHS(), tables);
  }
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expression);
  return call != nullptr && call->getDirectCallee() != nullptr && ends_in(*call->getDirectCallee(), tables);
}

/// What was found from site `first` on runs right before the program ends, as far as it is not in a loop of its own.
void BodyWalker::mark_dying(std::size_t first) {
  for (auto site = first; site < body_.sites.size(); ++site) {
    if (body_.sites[site].loop == loop_) body_.sites[site].flags |= site_dying;
  }
}

}  // namespace stallhound::extraction
