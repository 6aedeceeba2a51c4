// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/barriers.h"

#include <algorithm>
#include <unordered_map>

namespace stallhound {
namespace {

/// A function and everything that it overrides.
std::vector<FunctionIndex> with_bases(const Program& program, FunctionIndex function) {
  std::vector<FunctionIndex> all{function};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const auto base : program.functions[all[i]].overrides) {
      if (std::find(all.begin(), all.end(), base) == all.end()) all.push_back(base);
    }
  }
  return all;
}

template <class Index>
const Registration* barrier_among(const RuleSet& rules, const Index& index, const std::string& name) {
  const auto found = index.find(name);
  if (found == index.end()) return nullptr;
  for (const auto& ref : found->second) {
    if (ref.kind == RuleKind::registration && rules.registrations[ref.index].runs == Runs::thread) {
      return &rules.registrations[ref.index];
    }
  }
  return nullptr;
}

std::string because_of(const Registration& registration) {
  return registration.what.empty() ? "" : " (" + registration.what + ")";
}

}  // namespace

std::string barrier_reason(const Program& program, const RuleSet& rules, FunctionIndex function) {
  for (const auto at : with_bases(program, function)) {
    const auto& here = program.functions[at];
    const std::string base = at == function ? "is" : "overrides '" + here.display + "', which is";
    for (const auto& text : here.annotations) {
      if (barrier_among(rules, rules.annotations, text) != nullptr) return base + " marked " + text;
    }
    if (at != function) {
      if (const auto* rule = barrier_among(rules, rules.overrides, here.name)) {
        return "overrides '" + here.display + "', which runs where blocking is fine" + because_of(*rule);
      }
      continue;
    }
    for (const auto& ref : rules.find_function(here.name)) {
      if (ref.kind == RuleKind::trusted) return "is trusted by a rule";
      if (ref.kind != RuleKind::registration) continue;
      const auto& rule = rules.registrations[ref.index];
      if (rule.form == Form::functions && rule.runs == Runs::thread) {
        return "runs where blocking is fine" + because_of(rule);
      }
    }
  }
  return "";
}

std::vector<FunctionIndex> barriers_before(const Program& program, const RuleSet& rules, const Labels& labels,
                                           FunctionIndex function, std::size_t limit) {
  std::unordered_map<FunctionIndex, std::vector<FunctionIndex>> callers;
  for (FunctionIndex f = 1; f < program.functions.size(); ++f) {
    for (auto e = labels.first_edge[f]; e < labels.first_edge[f + 1]; ++e) callers[labels.edges[e].to].push_back(f);
  }
  std::vector<FunctionIndex> found;
  std::vector<FunctionIndex> queue{function};
  std::unordered_map<FunctionIndex, bool> seen{{function, true}};
  for (std::size_t i = 0; i < queue.size() && found.size() < limit; ++i) {
    if (!barrier_reason(program, rules, queue[i]).empty()) {
      found.push_back(queue[i]);
      continue;
    }
    for (const auto caller : callers[queue[i]]) {
      if (seen.emplace(caller, true).second) queue.push_back(caller);
    }
  }
  return found;
}

}  // namespace stallhound
