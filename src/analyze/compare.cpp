// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Several findings can have the same rule, call and function: two calls in one function, lambdas of one function,
// functions of one name in different files. Nothing but their contexts tells them apart that a moved line or a renamed
// file could not change. So each such group is matched as a whole: first what is equal, then what lost contexts, then
// what gained some, the greatest agreement first. Findings with the same contexts are one class, so that a function
// with a thousand equal calls costs no more than one with two.
#include "analyze/compare.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace stallhound::analysis {
namespace {

using Names = std::vector<std::string>;
using Members = std::vector<std::uint32_t>;  ///< Indices, in order.

/// The findings and entries of one rule, call and function, by their contexts.
struct Group {
  std::map<Names, Members> findings;
  std::map<Names, Members> entries;
};

Names without(const Names& from, const Names& what) {
  Names rest;
  std::set_difference(from.begin(), from.end(), what.begin(), what.end(), std::back_inserter(rest));
  return rest;
}

/// How well a finding's contexts agree with an entry's; the greatest is matched first.
struct Agreement {
  bool known = false;      ///< The entry has all contexts of the finding.
  std::size_t common = 0;  ///< Contexts that both have.
  std::size_t other = 0;   ///< Contexts that only one of them has.
};

Agreement agreement(const Names& finding, const Names& entry) {
  const auto missing = without(finding, entry).size();
  const auto common = finding.size() - missing;
  return {missing == 0, common, missing + entry.size() - common};
}

class Matcher {
 public:
  Matcher(Group& group, std::vector<Comparison>& result) : group_(group), result_(result) {}

  void run() {
    for (auto& [contexts, findings] : group_.findings) {
      const auto same = group_.entries.find(contexts);
      if (same != group_.entries.end()) pair(contexts, findings, *same);
    }
    struct Candidate {
      Agreement agreement;
      std::size_t order = 0;  ///< Ties keep the order of the names.
      std::map<Names, Members>::iterator finding;
      std::map<Names, Members>::iterator entry;
    };
    std::vector<Candidate> candidates;
    for (auto f = group_.findings.begin(); f != group_.findings.end(); ++f) {
      if (f->second.empty()) continue;
      for (auto e = group_.entries.begin(); e != group_.entries.end(); ++e) {
        if (!e->second.empty()) candidates.push_back({agreement(f->first, e->first), candidates.size(), f, e});
      }
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      const auto& x = a.agreement;
      const auto& y = b.agreement;
      return std::tuple(y.known, y.common, x.other, a.order) < std::tuple(x.known, x.common, y.other, b.order);
    });
    for (const auto& candidate : candidates)
      pair(candidate.finding->first, candidate.finding->second, *candidate.entry);
  }

 private:
  void pair(const Names& contexts, Members& findings, std::pair<const Names, Members>& entries) {
    const auto count = std::min(findings.size(), entries.second.size());
    const auto fresh = without(contexts, entries.first);
    for (std::size_t i = 0; i < count; ++i) {
      auto& comparison = result_[findings[i]];
      comparison.state = fresh.empty() ? State::unchanged : State::updated;
      comparison.entry = entries.second[i];
      comparison.new_contexts = fresh;
    }
    findings.erase(findings.begin(), findings.begin() + static_cast<std::ptrdiff_t>(count));
    entries.second.erase(entries.second.begin(), entries.second.begin() + static_cast<std::ptrdiff_t>(count));
  }

  Group& group_;
  std::vector<Comparison>& result_;
};

}  // namespace

std::vector<Comparison> compare(const std::vector<BaselineEntry>& findings, const Baseline& baseline) {
  std::map<std::tuple<std::string, std::string, std::string>, Group> groups;
  for (std::uint32_t i = 0; i < findings.size(); ++i) {
    const auto& finding = findings[i];
    groups[{finding.rule, finding.call, finding.function}].findings[finding.contexts].push_back(i);
  }
  for (std::uint32_t i = 0; i < baseline.entries.size(); ++i) {
    const auto& entry = baseline.entries[i];
    const auto group = groups.find({entry.rule, entry.call, entry.function});
    if (group != groups.end()) group->second.entries[entry.contexts].push_back(i);
  }
  std::vector<Comparison> result(findings.size());
  for (auto& [key, group] : groups) Matcher(group, result).run();
  return result;
}

void apply(const Baseline& baseline, const std::vector<Finding*>& findings,
           const std::function<bool(const std::string& rule)>& is_asked_for, BaselineSummary& summary) {
  std::vector<BaselineEntry> entries;
  for (const auto* finding : findings) {
    entries.push_back({finding->rule, finding->call, finding->function, finding->contexts});
  }
  auto compared = compare(entries, baseline);
  std::vector<const BaselineEntry*> found(baseline.entries.size(), nullptr);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    findings[i]->state = compared[i].state;
    findings[i]->new_contexts = std::move(compared[i].new_contexts);
    ++(compared[i].state == State::fresh       ? summary.fresh
       : compared[i].state == State::unchanged ? summary.unchanged
                                               : summary.updated);
    if (compared[i].entry != no_entry) found[compared[i].entry] = &entries[i];
  }
  summary.file = baseline.file;
  for (std::size_t i = 0; i < baseline.entries.size(); ++i) {
    const auto& entry = baseline.entries[i];
    const bool looked_for = summary.complete && is_asked_for(entry.rule);
    if (found[i] == nullptr) {
      (looked_for ? summary.fixed : summary.kept).push_back(entry);
      continue;
    }
    auto kept = entry;
    kept.contexts.clear();
    std::set_intersection(entry.contexts.begin(), entry.contexts.end(), found[i]->contexts.begin(),
                          found[i]->contexts.end(), std::back_inserter(kept.contexts));
    // A finding that is reached in none of the known ways is not the known one any more.
    if (kept.contexts.empty() && !entry.contexts.empty()) continue;
    if (!summary.complete) kept = entry;
    summary.kept.push_back(std::move(kept));
  }
  std::sort(summary.fixed.begin(), summary.fixed.end());
}

}  // namespace stallhound::analysis
