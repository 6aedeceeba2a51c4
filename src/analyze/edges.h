// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The call graph that loop code follows: every way in which running one function runs another on the same thread.
#pragma once

#include "analyze/off_loop.h"
#include "analyze/starts.h"

namespace stallhound::analysis {

/// A confidence with the reason why it is less than definite.
struct Certainty {
  Confidence confidence = Confidence::definite;
  Reason because = Reason::none;
};

/// The weaker of two; the first if they are equal.
inline Certainty weaker(const Certainty& a, const Certainty& b) { return b.confidence < a.confidence ? b : a; }

/// A call through a pointer or callable that can be a function of a library.
struct LibraryCall {
  FunctionIndex function = 0;  ///< The caller.
  std::uint32_t site = 0;
  FunctionIndex callee = 0;
  Certainty certainty;
};

/// Puts the steps of one function, which begin at `first`, into the order that Labels::edges has within a function, and
/// keeps the surest of several that one call makes to one function.
void order_steps(std::vector<Edge>& edges, std::size_t first);

/// Puts cut steps into the order of Labels::cuts, each once.
void sort_cuts(std::vector<CutEdge>& cuts);

/// How sure it is that loop code that gets to a call stalls by it, by where the call stands.
Certainty certainty_of(const Site& site);

/// Fills first_edge, edges, cuts, unresolved_calls and missing_bodies of `labels`, whose roots must be complete.
/// Returns the library's functions that are called through pointers, in the order of callers and sites.
std::vector<LibraryCall> find_edges(const Program& program, const RuleSet& rules, const Meanings& meanings,
                                    const CallableFlow& flow, const OffLoop& off_loop, Labels& labels);

}  // namespace stallhound::analysis
