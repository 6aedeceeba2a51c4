// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Paths from contexts to functions: the witness's own, others around suppressed steps, and who else reaches a function.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "stallhound/program.h"

namespace stallhound::analysis {

/// A way from a root to a function: edges in calling order.
struct Path {
  std::uint32_t root = npos;
  std::vector<std::uint32_t> edges;  ///< Indices into Labels::edges.
  std::vector<FunctionIndex> from;   ///< The function that each edge belongs to.
  Confidence confidence = Confidence::definite;
};

/// Where the calls stand that make a step: one, or two where it goes through a function.
std::vector<SourceLocation> places_of(const Program& program, FunctionIndex owner, const Edge& edge);

using RootFilter = std::function<bool(std::uint32_t root)>;
using EdgeFilter = std::function<bool(FunctionIndex owner, std::uint32_t edge)>;

class PathFinder {
 public:
  /// Searches backwards stop after this many functions: what a report says about "further contexts" is a hint, and
  /// must not make a scan quadratic.
  static constexpr std::size_t backward_limit = 2048;

  PathFinder(const Program& program, const Labels& labels, const Witness& witness);

  /// The witness's path to a function; none if it is not reached.
  std::optional<Path> path_to(FunctionIndex function) const;

  /// The hand-made loop root whose loop holds this site, or npos.
  std::uint32_t loop_root(FunctionIndex function, std::uint32_t site) const;

  /// The surest, then shortest path that uses only allowed edges and roots and is at least as sure as `least`; the
  /// search gives up after `limit` functions.
  std::optional<Path> path_avoiding(FunctionIndex function, Confidence least, const RootFilter& root_allowed,
                                    const EdgeFilter& edge_allowed, std::size_t limit = backward_limit) const;

  /// Roots that reach one of the functions, nearest first, without `except`; at most `limit`.
  std::vector<std::uint32_t> roots_reaching(std::span<const FunctionIndex> functions, std::uint32_t except,
                                            std::size_t limit);

  /// Roots that reach a call in the function by allowed edges at least as sure as `least`, nearest first, at most
  /// `limit`; only steps that loop code can take are asked about.
  std::vector<std::uint32_t> roots_reaching(FunctionIndex function, std::uint32_t site, Confidence least,
                                            std::size_t limit, const RootFilter& root_allowed,
                                            const EdgeFilter& edge_allowed);

  /// The edges that enter a function, and the function that an edge belongs to.
  std::span<const std::uint32_t> incoming(FunctionIndex function) const {
    return std::span(incoming_).subspan(first_incoming_[function],
                                        first_incoming_[function + 1] - first_incoming_[function]);
  }
  FunctionIndex owner(std::uint32_t edge) const { return owner_[edge]; }

  /// Whether the site is loop code of this event loop of the function.
  bool inside(FunctionIndex function, std::uint32_t site, std::uint32_t loop) const;

  /// Whether a loop surrounds the site that does not itself give way to other work: one with a suspension point does,
  /// and so does the event loop `event_loop`.
  bool in_busy_loop(FunctionIndex function, std::uint32_t site, std::uint32_t event_loop) const;

 private:
  std::optional<Path> search_back(FunctionIndex function, Confidence level, const RootFilter& root_allowed,
                                  const EdgeFilter& edge_allowed, std::size_t limit) const;

  std::vector<std::uint32_t> search_roots(std::vector<FunctionIndex> queue, const std::vector<std::uint32_t>& first,
                                          Confidence least, std::size_t limit, const RootFilter& root_allowed,
                                          const EdgeFilter& edge_allowed);

  std::vector<std::uint32_t> seen_;  ///< Per function: the last search that came by.
  std::uint32_t searches_ = 0;
  const Program& program_;
  const Labels& labels_;
  const Witness& witness_;
  std::vector<std::uint32_t> first_incoming_;  ///< CSR of incoming edges.
  std::vector<std::uint32_t> incoming_;
  std::vector<FunctionIndex> owner_;       ///< Edge -> the function it belongs to.
  std::vector<std::uint32_t> first_root_;  ///< CSR of roots by function.
};

}  // namespace stallhound::analysis
