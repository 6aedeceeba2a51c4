// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Expert rules: Clang's own matchers, asked about calls in project code.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/ASTMatchers/ASTMatchFinder.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "extract/values.h"
#include "stallhound/facts.h"

namespace stallhound::extraction {

class Probes {
 public:
  /// Expressions that check_matcher had nothing to say about; others are left out.
  explicit Probes(const std::vector<std::string>& expressions);

  bool empty() const { return probes_.empty(); }
  /// Asks every probe about every call of a body and records the hits. A matcher may bind "call" to another call of the
  /// same body, which is then the one that is hit.
  void ask(const SiteMap& calls, clang::ASTContext& context, Body& body) const;

 private:
  struct Probe {
    ProbeId id = 0;
    std::unique_ptr<clang::ast_matchers::MatchFinder> finder;
  };
  class Bound : public clang::ast_matchers::MatchFinder::MatchCallback {
   public:
    void run(const clang::ast_matchers::MatchFinder::MatchResult& result) override;
    std::vector<clang::ast_matchers::BoundNodes> matches;
  };
  mutable Bound bound_;
  std::vector<Probe> probes_;
};

}  // namespace stallhound::extraction
