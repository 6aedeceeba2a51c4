// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Problem. `sqlite3_open(path, &db)` wants a `sqlite3_busy_timeout(db, ms)` somewhere, often in another function.
//
// Method. Handles are known by the variable or field that holds them. A follow-up on a parameter counts for whatever
// callers pass there, through any number of calls, so that a helper that sets the timeout serves all its callers; it
// does not count the other way around, since a helper that only uses a handle says nothing about other handles. What
// counts for a variable or field counts for what it was set from, and so for what a function returned.
//
// Limits. A handle that is kept in a container is not followed; such calls are not reported.
#include "analyze/follow_ups.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

namespace stallhound::analysis {
namespace {

class FollowUps {
 public:
  FollowUps(const Program& program, const RuleSet& rules, const Meanings& meanings)
      : program_(program), rules_(rules), meanings_(meanings) {}

  std::vector<MissingFollowUp> run() {
    if (rules_.requires_.empty()) return {};
    for (const auto& body : program_.bodies) {
      for (const auto& origin : body.origins) note_origin(body, origin);
      for (const auto& site : body.sites) {
        note_arguments(site);
        note_follow_up(site);
      }
    }
    carry_to_callers();
    std::vector<MissingFollowUp> missing;
    for (const auto& body : program_.bodies) {
      const auto function = static_cast<FunctionIndex>(body.function);
      if (function == 0 || meanings_.is_leaf(function)) continue;
      for (std::uint32_t s = 0; s < body.sites.size(); ++s) check(function, body.sites[s], s, missing);
    }
    std::sort(missing.begin(), missing.end(), [](const auto& a, const auto& b) {
      return std::tie(a.function, a.site, a.rule) < std::tie(b.function, b.site, b.rule);
    });
    return missing;
  }

 private:
  static SlotIndex place_of(const Site& site, std::uint32_t argument) {
    if (argument == call_object) {
      return site.object.kind == ValueKind::slot ? static_cast<SlotIndex>(site.object.id) : 0;
    }
    if (argument >= site.arguments.size() || site.arguments[argument].place.kind != ValueKind::slot) return 0;
    return static_cast<SlotIndex>(site.arguments[argument].place.id);
  }

  void note_origin(const Body& body, const Flow& origin) {
    const auto target = static_cast<SlotIndex>(origin.target);
    for (const auto& source : origin.sources) {
      auto slot = static_cast<SlotIndex>(source.kind == ValueKind::slot ? source.id : 0);
      if (source.kind == ValueKind::result) {
        const auto callee = static_cast<FunctionIndex>(body.sites[source.id].callee);
        if (callee != 0) slot = meanings_.result(callee);
      }
      if (slot != 0) passed_[target].push_back(slot);
    }
  }

  void note_arguments(const Site& site) {
    if (site.callee == 0 || site.arguments.empty() || meanings_.is_leaf(static_cast<FunctionIndex>(site.callee)))
      return;
    for (std::uint32_t i = 0; i < site.arguments.size(); ++i) {
      const auto slot = place_of(site, i);
      const auto parameter = slot == 0 ? 0 : meanings_.parameter(static_cast<FunctionIndex>(site.callee), i);
      // Only handles, which are pointers to a library's type, are of interest.
      if (parameter != 0 && program_.types[program_.slots[slot].type].is_pointer) passed_[parameter].push_back(slot);
    }
  }

  void carry_to_callers() {
    std::vector<std::pair<std::uint32_t, SlotIndex>> work(satisfied_.begin(), satisfied_.end());
    while (!work.empty()) {
      const auto [rule, slot] = work.back();
      work.pop_back();
      const auto arguments = passed_.find(slot);
      if (arguments == passed_.end()) continue;
      for (const auto argument : arguments->second) {
        if (satisfied_.emplace(rule, argument).second) work.emplace_back(rule, argument);
      }
    }
  }

  void note_follow_up(const Site& site) {
    if (site.callee == 0) return;
    for (const auto& ref : meanings_.of(static_cast<FunctionIndex>(site.callee))) {
      if (ref.kind != RuleKind::follow_up) continue;
      for (const auto& follow_up : rules_.requires_[ref.index].satisfied_by) {
        const auto& name = program_.functions[site.callee].name;
        const bool named = std::any_of(follow_up.names.begin(), follow_up.names.end(),
                                       [&](const std::string& pattern) { return glob_match(pattern, name); });
        if (!named) continue;
        if (follow_up.when && evaluate(*follow_up.when, meanings_.view(site)) != Answer::yes) continue;
        if (follow_up.unless && evaluate(*follow_up.unless, meanings_.view(site)) == Answer::yes) continue;
        const auto slot = place_of(site, follow_up.handle);
        if (slot != 0) satisfied_.emplace(ref.index, slot);
        // A follow-up on something unnamed (a call's result, an element) may be about any handle.
        if (slot == 0) any_.insert(ref.index);
      }
    }
  }

  /// The variable or field that a call's result goes to, or that its constructor makes; 0 if it has no name.
  SlotIndex result_place(const Body& body, std::uint32_t index) const {
    for (const auto& origin : body.origins) {
      for (const auto& source : origin.sources) {
        if (source.kind != ValueKind::result || source.id != index) continue;
        return static_cast<SlotIndex>(origin.target);
      }
    }
    return 0;
  }

  void check(FunctionIndex function, const Site& site, std::uint32_t index, std::vector<MissingFollowUp>& missing) {
    if (site.callee == 0) return;
    for (const auto& ref : meanings_.of(static_cast<FunctionIndex>(site.callee))) {
      if (ref.kind != RuleKind::require || any_.contains(ref.index)) continue;
      const auto& rule = rules_.requires_[ref.index];
      if (rule.unless && evaluate(*rule.unless, meanings_.view(site)) == Answer::yes) continue;
      const auto& body = program_.bodies[program_.functions[function].body];
      const auto slot = rule.handle ? place_of(site, *rule.handle) : result_place(body, index);
      if (slot == 0 || satisfied_.contains({ref.index, slot})) continue;
      missing.push_back({function, index, ref.index});
    }
  }

  const Program& program_;
  const RuleSet& rules_;
  const Meanings& meanings_;
  std::unordered_map<SlotIndex, std::vector<SlotIndex>> passed_;  ///< Parameter -> what callers pass.
  std::set<std::pair<std::uint32_t, SlotIndex>> satisfied_;
  std::set<std::uint32_t> any_;
};

}  // namespace

std::vector<MissingFollowUp> find_missing_follow_ups(const Program& program, const RuleSet& rules,
                                                     const Meanings& meanings) {
  return FollowUps(program, rules, meanings).run();
}

}  // namespace stallhound::analysis
