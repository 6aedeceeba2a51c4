// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The control flow of a coroutine, reduced to calls and suspensions. Clang's own CFG is the source; blocks keep their
// numbers relative to the entry, and everything that is neither a recorded call nor a co_await is left out. Destructors
// have no event of their own; whoever reads the blocks places them after the call before them.
#include <clang/Analysis/CFG.h>

#include "extract/body.h"

namespace stallhound::extraction {

void BodyWalker::control_flow_graph(const clang::Stmt& body) {
  clang::CFG::BuildOptions options;
  options.setAllAlwaysAdd();
  options.PruneTriviallyFalseEdges = true;
  options.AddEHEdges = true;
  const auto graph = clang::CFG::buildCFG(function_, const_cast<clang::Stmt*>(&body),
                                          const_cast<clang::ASTContext*>(&context_), options);
  if (graph == nullptr) return;
  // Clang numbers blocks from the exit (0) to the entry; here the entry is 0.
  const auto count = graph->getNumBlockIDs();
  body_.blocks.assign(count, {});
  for (const auto* block : *graph) {
    auto& reduced = body_.blocks[count - 1 - block->getBlockID()];
    for (const auto& element : *block) {
      const auto statement_element = element.getAs<clang::CFGStmt>();
      if (!statement_element) continue;
      const auto* expr = llvm::dyn_cast<clang::Expr>(statement_element->getStmt());
      if (expr == nullptr) continue;
      if (const auto site = sites_.find(expr); site != sites_.end()) {
        reduced.events.push_back(site->second * 2);
      }
      if (const auto suspension = suspensions_.find(expr); suspension != suspensions_.end()) {
        reduced.events.push_back(suspension->second * 2 + 1);
      }
    }
    for (const auto& successor : block->succs()) {
      if (successor.getReachableBlock() != nullptr) {
        reduced.successors.push_back(count - 1 - successor.getReachableBlock()->getBlockID());
      }
    }
  }
}

}  // namespace stallhound::extraction
