// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hops. After `co_await pool.schedule()` a coroutine runs on the pool, until a hop back, or, for coroutine types that
// come home after every co_await, until the next one. A forward data-flow over the coroutine's blocks with two bits,
// "may be on the loop" and "may be elsewhere", joined where branches meet: code is off the loop only if the first bit
// is clear on every way there. Linear in blocks, which may be visited once per bit gained.
//
// Guards. Code that runs only if a call answered in a certain way is not loop code where a rule says so: the branch of
// `if (loop.isInLoopThread())` that is not taken on the loop, the child's branch after fork().
#include "analyze/off_loop.h"

#include <algorithm>

#include "analyze/starts.h"

namespace stallhound::analysis {
namespace {

constexpr unsigned on_loop = 1;
constexpr unsigned elsewhere = 2;

class Hops {
 public:
  Hops(const Program& program, const RuleSet& rules, const Meanings& meanings, const Body& body)
      : rules_(rules), meanings_(meanings), body_(body) {
    const auto* rule = coroutine_rule(program, rules, static_cast<FunctionIndex>(body.function));
    home_ = rule != nullptr && rule->resumes_home;
  }

  void mark(std::vector<OffLoopSite>& off) {
    // Most coroutines never leave their loop.
    bool any = false;
    for (const auto& suspension : body_.suspensions) any = any || hop(suspension) == elsewhere;
    if (!any || body_.blocks.empty()) return;
    std::vector<State> state(body_.sites.size());
    std::vector<State> entry(body_.blocks.size());
    std::vector<std::uint32_t> work{0};
    entry[0].where = on_loop;
    while (!work.empty()) {
      const auto block = work.back();
      work.pop_back();
      const auto leaving = run(body_.blocks[block], entry[block], state);
      for (const auto next : body_.blocks[block].successors) {
        if (next >= entry.size() || (entry[next].where | leaving.where) == entry[next].where) continue;
        entry[next].join(leaving);
        work.push_back(next);
      }
    }
    // What has no place in the blocks (destructors) runs where the call before it does.
    State before{on_loop, npos};
    for (std::size_t s = 0; s < state.size(); ++s) {
      if (state[s].where != 0) before = state[s];
      if (before.where == elsewhere) off[s] = {Reason::hop, before.hop};
    }
  }

 private:
  /// Where code may run, and the first hop that brought it there.
  struct State {
    unsigned where = 0;
    std::uint32_t hop = npos;  ///< A site; npos before any hop.
    void join(const State& other) {
      where |= other.where;
      hop = std::min(hop, other.hop);
    }
  };

  State run(const Block& block, State at, std::vector<State>& state) const {
    for (const auto event : block.events) {
      if (event % 2 == 0) {
        if (event / 2 < state.size()) state[event / 2].join(at);
      } else if (event / 2 < body_.suspensions.size()) {
        const auto& suspension = body_.suspensions[event / 2];
        const auto target = hop(suspension);
        if (target != 0) {
          at = {target, suspension.operand};
        } else if (home_) {
          at = {on_loop, npos};
        }
      }
    }
    return at;
  }

  unsigned hop(const Suspension& suspension) const {
    if (suspension.operand == npos) return 0;
    const auto& site = body_.sites[suspension.operand];
    if (site.callee == 0) return 0;
    for (const auto& ref : meanings_.of(static_cast<FunctionIndex>(site.callee))) {
      if (ref.kind != RuleKind::hop) continue;
      const auto& rule = rules_.hops[ref.index];
      if (rule.when && evaluate(*rule.when, meanings_.view(site)) != Answer::yes) continue;
      return rule.to == Runs::thread ? elsewhere : on_loop;
    }
    return 0;
  }

  const RuleSet& rules_;
  const Meanings& meanings_;
  const Body& body_;
  bool home_ = false;
};

/// What a place of a body is set from, if that is one thing only.
Value only_source(const Body& body, SlotIndex place) {
  Value only;
  for (const auto& origin : body.origins) {
    if (origin.target != place) continue;
    if (only.kind != ValueKind::none || origin.sources.size() != 1) return {};
    only = origin.sources[0];
  }
  return only;
}

/// The call that a question comes down to: a helper that only passes an answer on (`return fork();`, or by way of a
/// variable) asks what it asks.
const Site& asked_by_helper(const Program& program, const Body& body, std::uint32_t index) {
  const auto* at = &body;
  for (unsigned depth = 0; depth < 4; ++depth) {
    const auto& site = at->sites[index];
    if (site.callee == 0 || site.kind != SiteKind::call || program.functions[site.callee].body == npos) return site;
    const auto& callee = program.functions[site.callee];
    const auto& helper = program.bodies[callee.body];
    auto source = only_source(helper, program.find_slot(result_slot(callee.id)));
    if (source.kind == ValueKind::slot) source = only_source(helper, static_cast<SlotIndex>(source.id));
    if (source.kind != ValueKind::result) return site;
    at = &helper;
    index = static_cast<std::uint32_t>(source.id);
  }
  return at->sites[index];
}

/// Whether what stands behind a question's answer is not loop code, whatever stands around the question.
bool leaves_loop(const Program& program, const RuleSet& rules, const Meanings& meanings, const Body& body,
                 const Guard& guard) {
  if (guard.site == npos) return false;  // About a parameter; callers.h
  const auto& site = asked_by_helper(program, body, guard.site);
  if (site.callee == 0) return false;
  // A project's own question is marked with an annotation.
  const auto& texts = program.functions[site.callee].annotations;
  if (!guard.answer && std::find(texts.begin(), texts.end(), "stallhound::on_loop") != texts.end()) return true;
  const auto& refs = meanings.of(static_cast<FunctionIndex>(site.callee));
  return std::any_of(refs.begin(), refs.end(), [&](const auto& ref) {
    return ref.kind == RuleKind::guard && rules.guards[ref.index].answer == guard.answer;
  });
}

/// Per guard: the innermost question, it or one around it, that leads off the loop, as a site; npos if there is none. A
/// guard stands behind the one around it.
std::vector<std::uint32_t> questions(const Program& program, const RuleSet& rules, const Meanings& meanings,
                                     const Body& body) {
  std::vector<std::uint32_t> asked(body.guards.size(), npos);
  for (std::size_t g = 0; g < asked.size(); ++g) {
    const auto& guard = body.guards[g];
    if (leaves_loop(program, rules, meanings, body, guard)) {
      asked[g] = guard.site;
    } else if (guard.parent != npos) {
      asked[g] = asked[guard.parent];
    }
  }
  return asked;
}

}  // namespace

OffLoop::OffLoop(const Program& program, const RuleSet& rules, const Meanings& meanings) {
  for (std::uint32_t index = 0; index < program.bodies.size(); ++index) {
    const auto& body = program.bodies[index];
    if (body.guards.empty() && (!body.is_coroutine || body.suspensions.empty())) continue;
    std::vector<OffLoopSite> off(body.sites.size());
    if (body.is_coroutine) Hops(program, rules, meanings, body).mark(off);
    const auto behind = questions(program, rules, meanings, body);
    for (std::size_t s = 0; s < body.sites.size(); ++s) {
      if (body.sites[s].guard == npos) continue;
      const auto question = behind[body.sites[s].guard];
      if (question != npos) off[s] = {Reason::guard, question};
    }
    const bool any = std::any_of(off.begin(), off.end(), [](const auto& site) { return site.reason != Reason::none; });
    if (any) sites_.emplace(index, std::move(off));
  }
}

}  // namespace stallhound::analysis
