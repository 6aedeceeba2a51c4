// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reachability with witnesses.
//
// Problem. For every function that loop code can reach, one path from a context: the shortest, the same in every run,
// and through certain steps where there is such a path.
//
// Method. Breadth-first search from all contexts at once, three times: over definite steps from definite contexts,
// then, for what is left, over probable ones, then over possible ones. What an earlier round reached keeps its path and
// is a starting point of the next round. Functions are numbered by name, so taking each level in ascending order breaks
// ties by name.
//
// Cost. Linear in functions and edges, plus the sorting of each level.
#include <algorithm>
#include <map>
#include <tuple>

#include "analyze/own_loop.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

class Search {
 public:
  Search(const Program& program, const Labels& labels) : program_(program), labels_(labels) {
    witness_.reach.resize(program.functions.size());
  }

  Witness run() {
    for (const auto round : {Confidence::definite, Confidence::probable, Confidence::possible}) search(round);
    return std::move(witness_);
  }

 private:
  struct Arrival {
    FunctionIndex function = 0;
    Reach reach;
  };
  using Levels = std::map<std::uint32_t, std::vector<Arrival>>;  ///< By distance from the root.

  void search(Confidence round) {
    Levels levels;
    // Hand-made loops reach only what their own loop calls; the function around the loop is not loop code.
    for (std::uint32_t r = 0; r < labels_.roots.size(); ++r) {
      const auto& root = labels_.roots[r];
      if (root.confidence < round) continue;
      Reach reach;
      reach.root = r;
      reach.confidence = round;
      if (root.loop == npos) {
        levels[0].push_back({root.function, reach});
      } else {
        expand(root.function, reach, root.loop, round, levels);
      }
    }
    if (round != Confidence::definite) {
      // Weaker steps out of what is reached already.
      for (FunctionIndex f = 1; f < witness_.reach.size(); ++f) {
        if (witness_.reach[f].root != npos) expand(f, witness_.reach[f], npos, round, levels);
      }
    }
    while (!levels.empty()) {
      auto level = levels.extract(levels.begin());
      settle(level.mapped(), round, levels);
    }
  }

  /// Takes in all that arrives at one distance.
  void settle(std::vector<Arrival>& level, Confidence round, Levels& levels) {
    std::sort(level.begin(), level.end(), [](const Arrival& a, const Arrival& b) {
      return std::tuple(a.function, a.reach.distance, a.reach.root, a.reach.from, a.reach.edge) <
             std::tuple(b.function, b.reach.distance, b.reach.root, b.reach.from, b.reach.edge);
    });
    for (const auto& arrival : level) {
      auto& reach = witness_.reach[arrival.function];
      if (reach.root != npos) continue;
      reach = arrival.reach;
      expand(arrival.function, reach, npos, round, levels);
    }
  }

  void expand(FunctionIndex function, const Reach& from, std::uint32_t loop, Confidence round, Levels& levels) const {
    for (auto e = labels_.first_edge[function]; e < labels_.first_edge[function + 1]; ++e) {
      const auto& edge = labels_.edges[e];
      if (edge.confidence < round || witness_.reach[edge.to].root != npos) continue;
      if (loop != npos && !analysis::in_event_loop(program_, labels_, function, edge.site, loop)) continue;
      Reach reach;
      reach.root = from.root;
      reach.edge = e;
      reach.from = function;
      reach.distance = from.distance + 1;
      reach.confidence = std::min(round, from.confidence);
      levels[reach.distance].push_back({edge.to, reach});
    }
  }

  const Program& program_;
  const Labels& labels_;
  Witness witness_;
};

}  // namespace

Witness solve(const Program& program, const Labels& labels) { return Search(program, labels).run(); }

}  // namespace stallhound
