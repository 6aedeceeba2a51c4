// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A lazy coroutine that is called and not awaited never runs: its result is a discarded awaitable. Eager ones, which
// start at once, are commonly dropped on purpose and are left alone.
//
// A guard that is alive at a co_await keeps its lock while others run, who may want the same lock on the same thread,
// and unlocks on whatever thread the coroutine resumes on. Which classes are guards is known from the rules: those
// whose constructor is an entry of the category "lock". A guard that is unlocked by hand somewhere is given the benefit
// of the doubt.
#include "analyze/misuse.h"

#include <algorithm>
#include <set>

namespace stallhound::analysis {
namespace {

bool takes_lock(const RuleSet& rules, const Meanings& meanings, const Site& site) {
  if (site.kind != SiteKind::construct || site.callee == 0) return false;
  for (const auto& ref : meanings.of(static_cast<FunctionIndex>(site.callee))) {
    if (ref.kind != RuleKind::blocking || rules.blocking[ref.index].category != Category::lock) continue;
    const auto& rule = rules.blocking[ref.index];
    const auto view = meanings.view(site);
    const bool held = (!rule.when || evaluate(*rule.when, view) != Answer::no) &&
                      (!rule.unless || evaluate(*rule.unless, view) != Answer::yes);
    if (held) return true;
  }
  return false;
}

bool unlocked_by_hand(const Program& program, const Body& body, const Site& guard) {
  return std::any_of(body.sites.begin(), body.sites.end(), [&](const Site& site) {
    return site.kind == SiteKind::member && site.object_type == guard.object_type && site.callee != 0 &&
           program.functions[site.callee].name.ends_with("::unlock");
  });
}

}  // namespace

std::vector<Misuse> find_misuses(const Program& program, const RuleSet& rules, const Meanings& meanings,
                                 bool discarded_awaitable, bool lock_across_await) {
  std::vector<Misuse> found;
  // Both are about coroutines.
  const bool any =
      std::any_of(program.bodies.begin(), program.bodies.end(), [](const Body& body) { return body.is_coroutine; });
  if (!any) return found;
  for (FunctionIndex f = 1; f < program.functions.size(); ++f) {
    if (program.functions[f].body == npos || meanings.is_leaf(f)) continue;
    const auto& body = program.bodies[program.functions[f].body];
    if (body.sites.empty()) continue;
    std::set<std::uint32_t> guards;
    for (const auto& suspension : body.suspensions) guards.insert(suspension.alive.begin(), suspension.alive.end());
    for (const auto s : guards) {
      if (!lock_across_await || !takes_lock(rules, meanings, body.sites[s])) continue;
      if (unlocked_by_hand(program, body, body.sites[s])) continue;
      found.push_back({f, s, Category::lock_across_await, Confidence::definite});
    }
    for (std::uint32_t s = 0; discarded_awaitable && s < body.sites.size(); ++s) {
      const auto& site = body.sites[s];
      if ((site.flags & site_discarded) == 0 || site.callee == 0) continue;
      const auto callee = program.functions[site.callee].body;
      if (callee == npos || !program.bodies[callee].is_coroutine || !program.bodies[callee].lazy) continue;
      found.push_back({f, s, Category::discarded_awaitable, Confidence::definite});
    }
  }
  return found;
}

}  // namespace stallhound::analysis
