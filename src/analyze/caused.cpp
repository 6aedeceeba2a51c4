// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A way is new if any part of it is: its context, one of its steps, or the call itself. The search goes backwards from
// the call over pairs of a function and "something new was passed", so that the shortest way with a new part is found
// even where a shorter one has none.
#include "analyze/caused.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace stallhound::analysis {
namespace {

/// Backward searches stop after this many steps; a change that reaches a call in a longer way than that is hardly its
/// cause.
constexpr std::size_t most_states = 200'000;

}  // namespace

NovelPaths::NovelPaths(const Program& program, const Labels& labels, const PathFinder& paths, const Novelty& novelty)
    : program_(program), labels_(labels), paths_(paths), novelty_(novelty) {
  mark_reached();
}

std::pair<std::uint32_t, std::uint32_t> NovelPaths::roots_of(FunctionIndex function) const {
  const auto& roots = labels_.roots;
  const auto first = std::lower_bound(roots.begin(), roots.end(), function,
                                      [](const Root& root, FunctionIndex wanted) { return root.function < wanted; });
  auto last = first;
  while (last != roots.end() && last->function == function) ++last;
  return {static_cast<std::uint32_t>(first - roots.begin()), static_cast<std::uint32_t>(last - roots.begin())};
}

void NovelPaths::mark_reached() {
  const auto count = program_.functions.size();
  std::vector<char> plain(count, 0);
  reached_.assign(count, 0);
  std::vector<std::pair<FunctionIndex, bool>> work;
  const auto arrive = [&](FunctionIndex function, bool is_new) {
    auto& seen = is_new ? reached_[function] : plain[function];
    if (seen != 0) return;
    seen = 1;
    work.emplace_back(function, is_new);
  };
  const auto leave = [&](FunctionIndex function, bool is_new, std::uint32_t loop) {
    for (auto e = labels_.first_edge[function]; e < labels_.first_edge[function + 1]; ++e) {
      const auto& edge = labels_.edges[e];
      if (loop == npos || paths_.inside(function, edge.site, loop)) arrive(edge.to, is_new || novelty_.edges[e] != 0);
    }
  };
  for (std::uint32_t r = 0; r < labels_.roots.size(); ++r) {
    const auto& root = labels_.roots[r];
    const bool is_new = novelty_.roots[r] != 0;
    if (root.loop == npos) {
      arrive(root.function, is_new);
    } else {
      // Calls in the loop itself are asked about one by one.
      if (is_new) reached_[root.function] = 1;
      leave(root.function, is_new, root.loop);
    }
  }
  for (std::size_t i = 0; i < work.size(); ++i) leave(work[i].first, work[i].second, npos);
}

std::optional<Path> NovelPaths::find(std::uint32_t blocking, Confidence least, const RootFilter& root_allowed,
                                     const EdgeFilter& edge_allowed) const {
  const auto& call = labels_.blocking[blocking];
  if (reached_[call.function] == 0) return std::nullopt;
  for (const auto level : {Confidence::definite, Confidence::probable, Confidence::possible}) {
    if (level < least) break;
    if (auto path = search(call, level, root_allowed, edge_allowed)) return path;
  }
  return std::nullopt;
}

std::optional<Path> NovelPaths::search(const BlockingCall& call, Confidence level, const RootFilter& root_allowed,
                                       const EdgeFilter& edge_allowed) const {
  const auto usable = [&](std::uint32_t root, bool is_new) {
    return (is_new || novelty_.roots[root] != 0) && labels_.roots[root].confidence >= level && root_allowed(root);
  };
  const auto state_of = [](FunctionIndex function, bool is_new) { return State{function} * 2 + (is_new ? 1 : 0); };
  /// The edge by which a state goes on towards the call, and the state there.
  std::unordered_map<State, std::pair<std::uint32_t, State>> next;
  const auto build = [&](std::uint32_t root, std::uint32_t edge, State at) {
    Path path;
    path.root = root;
    path.confidence = labels_.roots[root].confidence;
    while (edge != npos) {
      path.edges.push_back(edge);
      path.from.push_back(paths_.owner(edge));
      path.confidence = std::min(path.confidence, labels_.edges[edge].confidence);
      std::tie(edge, at) = next.at(at);
    }
    return path;
  };
  if (const auto loop = paths_.loop_root(call.function, call.site); loop != npos && usable(loop, false)) {
    return build(loop, npos, 0);
  }
  std::vector<State> queue{state_of(call.function, false)};
  next.emplace(queue.front(), std::pair(npos, State{0}));
  for (std::size_t i = 0; i < queue.size() && queue.size() < most_states; ++i) {
    const auto state = queue[i];
    const auto function = static_cast<FunctionIndex>(state / 2);
    const bool is_new = state % 2 != 0;
    const auto [first, last] = roots_of(function);
    for (auto r = first; r < last; ++r) {
      if (labels_.roots[r].loop == npos && usable(r, is_new)) {
        const auto [edge, after] = next.at(state);
        return build(r, edge, after);
      }
    }
    for (const auto e : paths_.incoming(function)) {
      const auto owner = paths_.owner(e);
      if (labels_.edges[e].confidence < level || !edge_allowed(owner, e)) continue;
      const bool new_here = is_new || novelty_.edges[e] != 0;
      const auto loop = paths_.loop_root(owner, labels_.edges[e].site);
      if (loop != npos && usable(loop, new_here)) return build(loop, e, state);
      const auto before = state_of(owner, new_here);
      if (next.emplace(before, std::pair(e, state)).second) queue.push_back(before);
    }
  }
  return std::nullopt;
}

void keep_caused(std::vector<Kept>& findings, const Novelty& novelty, std::optional<BaselineSummary>& baseline) {
  // What got worse without a new step: a comment that hid it is gone, or a loop stands around it now.
  std::map<std::string, Landmarks::Known> now;
  for (const auto& kept : findings) {
    if (!kept.finding.suppressed.empty()) continue;
    auto& known = now[landmark_of(kept.finding)];
    ++known.live;
  }
  std::map<std::string, std::vector<Kept*>> groups;
  for (auto& kept : findings) {
    if (kept.change == State::unchanged && kept.finding.suppressed.empty()) {
      const auto name = landmark_of(kept.finding);
      const auto before = novelty.before.find(name);
      if (before != novelty.before.end()) {
        const auto& was = before->second;
        if (was.suppressed > 0 && now[name].live > was.live) kept.change = State::fresh;
        if (was.live > 0 && kept.finding.severity > was.severity) kept.change = State::updated;
      }
    }
    if (kept.change == State::updated) {
      // A call that was there, but not reached, is news all the same.
      const auto before = novelty.before.find(landmark_of(kept.finding));
      if (before == novelty.before.end() || before->second.live == 0) kept.change = State::fresh;
    }
    groups[landmark_of(kept.finding)].push_back(&kept);
  }
  if (baseline) {
    // Of equal findings, the baseline cannot tell which one is new; the change can.
    for (auto& [name, group] : groups) {
      for (auto* kept : group) {
        if (kept->change == State::unchanged || kept->finding.state != State::unchanged) continue;
        const auto other = std::find_if(group.begin(), group.end(), [&](const Kept* candidate) {
          return candidate->change == State::unchanged && candidate->finding.state == State::fresh &&
                 candidate->finding.contexts == kept->finding.contexts;
        });
        if (other != group.end()) std::swap(kept->finding.state, (*other)->finding.state);
      }
    }
  }
  std::erase_if(findings, [](const Kept& kept) { return kept.change == State::unchanged; });
  if (!baseline) {
    for (auto& kept : findings) kept.finding.state = kept.change;
    return;
  }
  baseline->fresh = baseline->unchanged = baseline->updated = 0;
  for (const auto& kept : findings) {
    if (!kept.finding.suppressed.empty()) continue;
    ++(kept.finding.state == State::fresh       ? baseline->fresh
       : kept.finding.state == State::unchanged ? baseline->unchanged
                                                : baseline->updated);
  }
}

}  // namespace stallhound::analysis
