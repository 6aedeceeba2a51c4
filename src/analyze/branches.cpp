// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Branches on parameters.
//
// Problem. A function that does one thing or another, as it is told, leads all its callers into both.
//
// Example.   void close_log(bool remove) { if (remove) remove_files(); }
//            close_log(false) in loop code removes nothing; close_log(true) on a thread is not the loop's business.
//
// Method. A call that stands in a branch on a parameter is held against what the callers pass (callers.h). If some of
// them rule it out, the step goes: each of the others gets a step of its own to what is called, through the function.
// A function that is also entered in another way (a context, a callback) keeps the step, since nothing is known there.
//
// Cost. Linear in edges; one new step for each caller of a function with such a branch.
//
// Limits. One function is looked through, not several: of two branches behind each other, the outer one counts. Ranges
// (`if (level > 2)`) and switches are not read.
#include "analyze/branches.h"

#include <algorithm>

#include "analyze/callers.h"
#include "analyze/edges.h"

namespace stallhound::analysis {
namespace {

/// Callers of one function that are looked at; with more, all its steps stay.
constexpr std::size_t most_callers = 256;

class Branches {
 public:
  Branches(const Program& program, Labels& labels) : program_(program), labels_(labels) {}

  void run() {
    find_guarded();
    if (guarded_.empty()) return;
    std::vector<FunctionIndex> functions;
    for (const auto& [function, edge] : guarded_) functions.push_back(function);
    const Callers callers(program_, labels_, functions);
    for (const auto& [function, edge] : guarded_) decide(function, edge, callers);
    if (added_.empty() && gone_.empty()) return;
    rebuild();
    sort_cuts(labels_.cuts);
  }

 private:
  struct Added {
    FunctionIndex from = 0;
    Edge edge;
  };

  const Body& body_of(FunctionIndex function) const { return program_.bodies[program_.functions[function].body]; }

  void find_guarded() {
    for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
      if (labels_.first_edge[f] == labels_.first_edge[f + 1]) continue;
      const auto& body = body_of(f);
      if (body.guards.empty()) continue;
      for (auto e = labels_.first_edge[f]; e < labels_.first_edge[f + 1]; ++e) {
        const auto& edge = labels_.edges[e];
        if (edge.through == 0 && !deciding_parameters(body, body.sites[edge.site]).empty()) guarded_.emplace_back(f, e);
      }
    }
  }

  void decide(FunctionIndex function, std::uint32_t index, const Callers& callers) {
    const auto& edge = labels_.edges[index];
    const auto& body = body_of(function);
    const auto& site = body.sites[edge.site];
    const auto variants = callers.variants(function, deciding_parameters(body, site));
    if (variants.empty() || variants.size() > most_callers || callers.is_entered_otherwise(function)) return;
    const auto open = [&](const Variant& variant) {
      return std::any_of(variant.arguments.begin(), variant.arguments.end(),
                         [&](const Arguments& values) { return !is_ruled_out(body, site, values); });
    };
    if (std::all_of(variants.begin(), variants.end(), open)) return;
    gone_.push_back(index);
    for (const auto& variant : variants) {
      if (!open(variant)) {
        const Because passed{Reason::constant_argument, variant.caller, variant.site, npos};
        labels_.cuts.push_back({function, edge.to, edge.site, edge.via, passed});
        continue;
      }
      const auto certainty = weaker({edge.confidence, edge.because}, certainty_of(variant, function));
      added_.push_back(
          {variant.caller,
           {edge.to, variant.site, function, edge.site, edge.via, certainty.confidence, certainty.because}});
    }
  }

  Certainty certainty_of(const Variant& variant, FunctionIndex callee) const {
    for (auto e = labels_.first_edge[variant.caller]; e < labels_.first_edge[variant.caller + 1]; ++e) {
      const auto& edge = labels_.edges[e];
      if (edge.to == callee && edge.site == variant.site && edge.through == 0) {
        return {edge.confidence, edge.because};
      }
    }
    return {Confidence::possible, Reason::unknown_argument};
  }

  void rebuild() {
    std::sort(gone_.begin(), gone_.end());
    std::sort(added_.begin(), added_.end(), [](const Added& a, const Added& b) { return a.from < b.from; });
    std::vector<Edge> edges;
    edges.reserve(labels_.edges.size() + added_.size());
    auto gone = gone_.begin();
    auto added = added_.begin();
    for (FunctionIndex f = 0; f < program_.functions.size(); ++f) {
      const auto first = edges.size();
      for (auto e = labels_.first_edge[f]; e < labels_.first_edge[f + 1]; ++e) {
        if (gone != gone_.end() && *gone == e) {
          ++gone;
        } else {
          edges.push_back(labels_.edges[e]);
        }
      }
      const bool more = added != added_.end() && added->from == f;
      for (; added != added_.end() && added->from == f; ++added) edges.push_back(added->edge);
      if (more) order_steps(edges, first);
      labels_.first_edge[f] = static_cast<std::uint32_t>(first);
    }
    labels_.first_edge[program_.functions.size()] = static_cast<std::uint32_t>(edges.size());
    labels_.edges = std::move(edges);
  }

  const Program& program_;
  Labels& labels_;
  std::vector<std::pair<FunctionIndex, std::uint32_t>> guarded_;  ///< Functions, and their edges that branches decide.
  std::vector<std::uint32_t> gone_;
  std::vector<Added> added_;
};

}  // namespace

void decide_branches(const Program& program, Labels& labels) { Branches(program, labels).run(); }

}  // namespace stallhound::analysis
