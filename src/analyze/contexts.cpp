// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A search from each call backwards would be quadratic, and PathFinder's, which stops early, must not decide what is
// new. So the roots are spread forwards, 64 at a time, one bit for each, until nothing changes: every round is linear
// in the edges that its roots reach.
#include "analyze/contexts.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace stallhound::analysis {
namespace {

constexpr std::size_t bits_per_round = 64;

class Spread {
 public:
  Spread(const Program& program, const Labels& labels, const PathFinder& paths, std::vector<char> open)
      : labels_(labels),
        paths_(paths),
        open_(std::move(open)),
        bits_(program.functions.size(), 0),
        waiting_(program.functions.size(), 0) {}

  void add(std::uint32_t root, std::uint64_t bit) {
    const auto& at = labels_.roots[root];
    added_[at.function].emplace_back(root, bit);
    if (at.loop == npos) return mark(at.function, bit);
    // Of a function with an event loop of its own, only what the loop calls is loop code.
    for (auto e = labels_.first_edge[at.function]; e < labels_.first_edge[at.function + 1]; ++e) {
      if (open_[e] != 0 && paths_.inside(at.function, labels_.edges[e].site, at.loop)) mark(labels_.edges[e].to, bit);
    }
  }

  void run() {
    // First in, first out: a function mostly has all its bits when its turn comes.
    for (std::size_t i = 0; i < work_.size(); ++i) {
      const auto function = work_[i];
      waiting_[function] = 0;
      const auto bits = bits_[function];
      for (auto e = labels_.first_edge[function]; e < labels_.first_edge[function + 1]; ++e) {
        if (open_[e] != 0) mark(labels_.edges[e].to, bits);
      }
    }
    work_.clear();
  }

  /// The roots that reach a blocking call.
  std::uint64_t at_call(std::uint32_t index) const {
    const auto& call = labels_.blocking[index];
    auto bits = own_bits(call.function, call.site);
    // Mostly all that reaches the function reaches the call; some callers may pass arguments that make it harmless.
    if (!has_harmless_callers(index)) return bits | bits_[call.function];
    for (const auto e : paths_.incoming(call.function)) {
      const auto from = paths_.owner(e);
      if (open_[e] == 0 || is_harmless(labels_, index, from, e)) continue;
      bits |= bits_[from] | own_bits(from, labels_.edges[e].site);
    }
    return bits;
  }

  void clear() {
    added_.clear();
    for (const auto function : touched_) bits_[function] = 0;
    touched_.clear();
  }

 private:
  /// The roots that a function is itself, as far as they are about this place in it.
  std::uint64_t own_bits(FunctionIndex function, std::uint32_t site) const {
    std::uint64_t bits = 0;
    const auto own = added_.find(function);
    if (own == added_.end()) return bits;
    for (const auto& [root, bit] : own->second) {
      const auto loop = labels_.roots[root].loop;
      if (loop == npos || paths_.inside(function, site, loop)) bits |= bit;
    }
    return bits;
  }

  bool has_harmless_callers(std::uint32_t index) const {
    const HarmlessCaller first{index, 0, 0};
    const auto found =
        std::lower_bound(labels_.harmless.begin(), labels_.harmless.end(), first, HarmlessCaller::before);
    return found != labels_.harmless.end() && found->blocking == index;
  }

  void mark(FunctionIndex function, std::uint64_t bits) {
    if ((bits & ~bits_[function]) == 0) return;
    if (bits_[function] == 0) touched_.push_back(function);
    bits_[function] |= bits;
    if (waiting_[function] != 0) return;
    waiting_[function] = 1;
    work_.push_back(function);
  }

  const Labels& labels_;
  const PathFinder& paths_;
  std::vector<char> open_;  ///< Per edge.
  std::vector<std::uint64_t> bits_;
  std::vector<FunctionIndex> touched_;
  std::unordered_map<FunctionIndex, std::vector<std::pair<std::uint32_t, std::uint64_t>>> added_;  ///< Roots and bits.
  std::vector<char> waiting_;  ///< Per function: it is in `work_` and its turn has not come.
  std::vector<FunctionIndex> work_;
};

/// Per root, its position among all contexts by name and place; the same for copies of one function.
std::vector<std::uint32_t> rank_contexts(const Program& program, const Labels& labels) {
  std::map<std::pair<std::string_view, Place>, std::uint32_t> ranked;
  const auto key = [&](const Root& root) {
    const auto& function = program.functions[root.function];
    return std::pair<std::string_view, Place>(function.display, place_of(program, function.location));
  };
  for (const auto& root : labels.roots) ranked.emplace(key(root), 0);
  std::uint32_t next = 0;
  for (auto& [context, rank] : ranked) rank = next++;
  std::vector<std::uint32_t> ranks;
  for (const auto& root : labels.roots) ranks.push_back(ranked.at(key(root)));
  return ranks;
}

}  // namespace

bool is_harmless(const Labels& labels, std::uint32_t blocking, FunctionIndex from, std::uint32_t edge) {
  if (labels.edges[edge].to != labels.blocking[blocking].function) return false;
  const HarmlessCaller key{blocking, from, labels.edges[edge].site};
  return std::binary_search(labels.harmless.begin(), labels.harmless.end(), key, HarmlessCaller::before);
}

std::vector<std::vector<std::uint32_t>> all_roots_reaching(const Program& program, const Labels& labels,
                                                           const PathFinder& paths,
                                                           const std::vector<std::uint32_t>& calls, Confidence least,
                                                           const RootFilter& root_allowed,
                                                           const EdgeFilter& edge_allowed) {
  std::vector<char> open(labels.edges.size(), 0);
  for (FunctionIndex f = 0; f < program.functions.size(); ++f) {
    for (auto e = labels.first_edge[f]; e < labels.first_edge[f + 1]; ++e) {
      open[e] = labels.edges[e].confidence >= least && edge_allowed(f, e);
    }
  }
  std::vector<std::uint32_t> roots;
  for (std::uint32_t r = 0; r < labels.roots.size(); ++r) {
    if (labels.roots[r].confidence >= least && root_allowed(r)) roots.push_back(r);
  }
  std::vector<std::vector<std::uint32_t>> found(calls.size());
  Spread spread(program, labels, paths, std::move(open));
  for (std::size_t first = 0; first < roots.size(); first += bits_per_round) {
    const auto count = std::min(bits_per_round, roots.size() - first);
    for (std::size_t i = 0; i < count; ++i) spread.add(roots[first + i], std::uint64_t{1} << i);
    spread.run();
    for (std::size_t c = 0; c < calls.size(); ++c) {
      const auto bits = spread.at_call(calls[c]);
      for (std::size_t i = 0; i < count; ++i) {
        if ((bits >> i & 1) != 0) found[c].push_back(roots[first + i]);
      }
    }
    spread.clear();
  }
  return found;
}

void complete_contexts(const Program& program, const Labels& labels, const PathFinder& paths,
                       const Suppressions& suppressions, Confidence least, std::vector<Kept>& findings) {
  // Rules that the same comments are about find the same ways closed, so that one search serves all of them.
  const auto ranks = rank_contexts(program, labels);
  std::map<std::vector<std::uint32_t>, std::vector<Kept*>> groups;
  for (auto& kept : findings) {
    if (!kept.finding.suppressed.empty() || kept.calls.empty()) continue;
    groups[suppressions.about({kept.finding.rule, kept.finding.category})].push_back(&kept);
  }
  for (auto& [comments, group] : groups) {
    std::vector<std::uint32_t> calls;
    for (const auto* kept : group) calls.insert(calls.end(), kept->calls.begin(), kept->calls.end());
    const RuleName rule{group.front()->finding.rule, group.front()->finding.category};
    auto found = all_roots_reaching(
        program, labels, paths, calls, least,
        [&](std::uint32_t root) {
          return suppressions.find(program.functions[labels.roots[root].function].location, rule) == npos;
        },
        [&](FunctionIndex owner, std::uint32_t edge) {
          const auto places = places_of(program, owner, labels.edges[edge]);
          return std::all_of(places.begin(), places.end(),
                             [&](const SourceLocation& place) { return suppressions.find(place, rule) == npos; });
        });
    std::size_t next = 0;
    for (auto* kept : group) {
      auto& reached_from = kept->roots;
      for (std::size_t i = 0; i < kept->calls.size(); ++i, ++next) {
        reached_from.insert(reached_from.end(), found[next].begin(), found[next].end());
      }
      const auto order = [&](std::uint32_t a, std::uint32_t b) { return ranks[a] < ranks[b]; };
      std::sort(reached_from.begin(), reached_from.end(), order);
      const auto same = [&](std::uint32_t a, std::uint32_t b) { return ranks[a] == ranks[b]; };
      reached_from.erase(std::unique(reached_from.begin(), reached_from.end(), same), reached_from.end());
      for (const auto root : reached_from) {
        kept->finding.contexts.push_back(program.functions[labels.roots[root].function].display);
      }
    }
  }
}

}  // namespace stallhound::analysis
