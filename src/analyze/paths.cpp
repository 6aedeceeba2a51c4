// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/paths.h"

#include <algorithm>
#include <unordered_map>

#include "analyze/own_loop.h"

namespace stallhound::analysis {

std::vector<SourceLocation> places_of(const Program& program, FunctionIndex owner, const Edge& edge) {
  const auto place = [&](FunctionIndex function, std::uint32_t site) {
    return program.bodies[program.functions[function].body].sites[site].location;
  };
  std::vector<SourceLocation> places{place(owner, edge.site)};
  if (edge.inner != npos) places.push_back(place(edge.through, edge.inner));
  return places;
}

PathFinder::PathFinder(const Program& program, const Labels& labels, const Witness& witness)
    : program_(program), labels_(labels), witness_(witness) {
  const auto count = program.functions.size();
  owner_.resize(labels.edges.size());
  seen_.assign(count, 0);
  first_incoming_.assign(count + 1, 0);
  for (FunctionIndex f = 0; f < count; ++f) {
    for (auto e = labels.first_edge[f]; e < labels.first_edge[f + 1]; ++e) {
      owner_[e] = f;
      ++first_incoming_[labels.edges[e].to + 1];
    }
  }
  for (std::size_t f = 0; f < count; ++f) first_incoming_[f + 1] += first_incoming_[f];
  incoming_.resize(labels.edges.size());
  auto next = first_incoming_;
  for (std::uint32_t e = 0; e < labels.edges.size(); ++e) incoming_[next[labels.edges[e].to]++] = e;
  first_root_.assign(count + 1, 0);
  for (const auto& root : labels.roots) ++first_root_[root.function + 1];
  for (std::size_t f = 0; f < count; ++f) first_root_[f + 1] += first_root_[f];
}

bool PathFinder::inside(FunctionIndex function, std::uint32_t site, std::uint32_t loop) const {
  return in_event_loop(program_, labels_, function, site, loop);
}

std::optional<Path> PathFinder::path_to(FunctionIndex function) const {
  if (witness_.reach[function].root == npos) return std::nullopt;
  Path path;
  path.root = witness_.reach[function].root;
  path.confidence = witness_.reach[function].confidence;
  // A hand-made loop's own function may be reached in another way as well; the path stops at the root all the same.
  auto at = function;
  for (auto steps = witness_.reach[function].distance; steps > 0; --steps) {
    const auto& reach = witness_.reach[at];
    path.edges.push_back(reach.edge);
    path.from.push_back(reach.from);
    at = reach.from;
  }
  std::reverse(path.edges.begin(), path.edges.end());
  std::reverse(path.from.begin(), path.from.end());
  return path;
}

std::uint32_t PathFinder::loop_root(FunctionIndex function, std::uint32_t site) const {
  for (auto r = first_root_[function]; r < first_root_[function + 1]; ++r) {
    if (labels_.roots[r].loop != npos && inside(function, site, labels_.roots[r].loop)) return r;
  }
  return npos;
}

std::optional<Path> PathFinder::path_avoiding(FunctionIndex function, Confidence least, const RootFilter& root_allowed,
                                              const EdgeFilter& edge_allowed, std::size_t limit) const {
  for (const auto level : {Confidence::definite, Confidence::probable, Confidence::possible}) {
    if (level < least) break;
    if (auto path = search_back(function, level, root_allowed, edge_allowed, limit)) return path;
  }
  return std::nullopt;
}

std::optional<Path> PathFinder::search_back(FunctionIndex function, Confidence level, const RootFilter& root_allowed,
                                            const EdgeFilter& edge_allowed, std::size_t limit) const {
  std::unordered_map<FunctionIndex, std::uint32_t> next_edge{{function, npos}};
  std::vector<FunctionIndex> queue{function};
  const auto build = [&](std::uint32_t root, std::uint32_t first) {
    Path path;
    path.root = root;
    path.confidence = labels_.roots[root].confidence;
    for (auto e = first; e != npos; e = next_edge.at(labels_.edges[e].to)) {
      path.edges.push_back(e);
      path.from.push_back(owner_[e]);
      path.confidence = std::min(path.confidence, labels_.edges[e].confidence);
    }
    return path;
  };
  for (std::size_t i = 0; i < queue.size() && queue.size() < limit; ++i) {
    const auto at = queue[i];
    for (auto r = first_root_[at]; r < first_root_[at + 1]; ++r) {
      if (labels_.roots[r].loop != npos || labels_.roots[r].confidence < level) continue;
      if (root_allowed(r)) return build(r, next_edge.at(at));
    }
    for (auto in = first_incoming_[at]; in < first_incoming_[at + 1]; ++in) {
      const auto e = incoming_[in];
      if (labels_.edges[e].confidence < level || !edge_allowed(owner_[e], e)) continue;
      const auto root = loop_root(owner_[e], labels_.edges[e].site);
      if (root != npos && labels_.roots[root].confidence >= level && root_allowed(root)) return build(root, e);
      if (next_edge.emplace(owner_[e], e).second) queue.push_back(owner_[e]);
    }
  }
  return std::nullopt;
}

std::vector<std::uint32_t> PathFinder::roots_reaching(std::span<const FunctionIndex> functions, std::uint32_t except,
                                                      std::size_t limit) {
  return search_roots(
      {functions.begin(), functions.end()}, {}, Confidence::possible, limit,
      [except](std::uint32_t root) { return root != except; }, [](FunctionIndex, std::uint32_t) { return true; });
}

std::vector<std::uint32_t> PathFinder::roots_reaching(FunctionIndex function, std::uint32_t site, Confidence least,
                                                      std::size_t limit, const RootFilter& root_allowed,
                                                      const EdgeFilter& edge_allowed) {
  std::vector<std::uint32_t> own;
  if (const auto root = loop_root(function, site); root != npos) own.push_back(root);
  return search_roots({function}, own, least, limit, root_allowed, edge_allowed);
}

std::vector<std::uint32_t> PathFinder::search_roots(std::vector<FunctionIndex> queue,
                                                    const std::vector<std::uint32_t>& first, Confidence least,
                                                    std::size_t limit, const RootFilter& root_allowed,
                                                    const EdgeFilter& edge_allowed) {
  std::vector<std::uint32_t> found;
  const auto note = [&](std::uint32_t root) {
    if (labels_.roots[root].confidence < least || std::find(found.begin(), found.end(), root) != found.end()) return;
    if (root_allowed(root)) found.push_back(root);
  };
  // One array for all searches: an entry counts only if it carries this search's number.
  const auto search = ++searches_;
  for (const auto function : queue) seen_[function] = search;
  for (const auto root : first) note(root);
  for (std::size_t i = 0; i < queue.size() && queue.size() < backward_limit && found.size() < limit; ++i) {
    const auto at = queue[i];
    for (auto r = first_root_[at]; r < first_root_[at + 1]; ++r) {
      if (labels_.roots[r].loop == npos) note(r);
    }
    for (auto in = first_incoming_[at]; in < first_incoming_[at + 1]; ++in) {
      const auto e = incoming_[in];
      const auto root = loop_root(owner_[e], labels_.edges[e].site);
      const bool seen = seen_[owner_[e]] == search || witness_.reach[owner_[e]].root == npos;
      if (seen && root == npos) continue;
      if (labels_.edges[e].confidence < least || !edge_allowed(owner_[e], e)) continue;
      if (root != npos) note(root);
      if (seen) continue;
      seen_[owner_[e]] = search;
      queue.push_back(owner_[e]);
    }
  }
  if (found.size() > limit) found.resize(limit);
  return found;
}

bool PathFinder::in_busy_loop(FunctionIndex function, std::uint32_t site, std::uint32_t event_loop) const {
  const auto& body = program_.bodies[program_.functions[function].body];
  for (auto loop = body.sites[site].loop; loop != npos && loop != event_loop; loop = body.loops[loop].parent) {
    const bool gives_way = std::any_of(body.suspensions.begin(), body.suspensions.end(),
                                       [&](const Suspension& s) { return is_within(body, s.loop, loop); });
    if (!gives_way) return true;
  }
  return false;
}

}  // namespace stallhound::analysis
