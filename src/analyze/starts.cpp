// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A coroutine runs where it is started. Without further knowledge that is a loop; a coroutine all of whose starts are
// on a pool is pool code. A start is a call whose result is handed to a barrier (`co_spawn(pool, work(), ...)`), the
// registration of the coroutine itself (`co_spawn(pool, work, ...)`), or a plain call, which belongs to the caller: a
// coroutine that is only called from pool coroutines is pool code, too. The last is a fixed point, found with a
// worklist: candidates are coroutines with an offloaded start; a loop start removes one, and then its callees.
#include "analyze/starts.h"

#include <algorithm>

namespace stallhound::analysis {
namespace {

class StartFinder {
 public:
  StartFinder(const Program& program, const RuleSet& rules, const Meanings& meanings, const CallableFlow& flow)
      : program_(program), rules_(rules), meanings_(meanings), flow_(flow) {
    starts_.thread_started.assign(program.functions.size(), 0);
    starts_.pool_only.assign(program.functions.size(), 0);
    loop_started_.assign(program.functions.size(), 0);
  }

  Starts run() {
    for (const auto& call : meanings_.named_calls()) {
      if (!meanings_.is_leaf(call.function)) scan(program_.functions[call.function].body, call.site);
    }
    for (std::uint32_t body = 0; body < program_.bodies.size(); ++body) {
      if (meanings_.is_leaf(static_cast<FunctionIndex>(program_.bodies[body].function))) continue;
      for (const auto& flow : program_.bodies[body].flows) stored(body, flow);
    }
    for (const auto& flow : program_.flows) stored(npos, flow);
    find_pool_coroutines();
    return std::move(starts_);
  }

 private:
  bool is_coroutine(FunctionIndex function) const {
    const auto body = program_.functions[function].body;
    return body != npos && program_.bodies[body].is_coroutine;
  }

  void scan(std::uint32_t body, std::uint32_t s) {
    const auto& site = program_.bodies[body].sites[s];
    for (std::uint32_t i = 0; i < site.arguments.size(); ++i) {
      if (!site.arguments[i].values.empty()) argument(body, s, i);
      if (site.arguments[i].constant == ConstantKind::string) named_method(site, i);
    }
  }

  void argument(std::uint32_t body, std::uint32_t site_index, std::uint32_t i) {
    const auto& site = program_.bodies[body].sites[site_index];
    const auto plan = meanings_.plan(site, i);
    if (plan.runs != Runs::loop && plan.runs != Runs::thread) return;
    for (const auto& value : site.arguments[i].values) {
      if (value.kind == ValueKind::result && plan.runs == Runs::thread) {
        starts_.offloaded_calls[{body, static_cast<std::uint32_t>(value.id)}] = true;
      }
      for (const auto target : flow_.targets(body, value)) start(target, plan, site.location);
    }
  }

  /// Registration by name: `connect(button, SIGNAL(clicked()), this, SLOT(save()))`.
  void named_method(const Site& site, std::uint32_t i) {
    for (const auto& ref : meanings_.of(static_cast<FunctionIndex>(site.callee))) {
      if (ref.kind != RuleKind::registration) continue;
      const auto& registration = rules_.registrations[ref.index];
      if (!registration.method_of || registration.arguments.front() != i) continue;
      if (registration.when && evaluate(*registration.when, meanings_.view(site)) != Answer::yes) continue;
      if (registration.unless && evaluate(*registration.unless, meanings_.view(site)) == Answer::yes) continue;
      TypeIndex type = site.object_type;
      if (*registration.method_of != call_object) {
        if (*registration.method_of >= site.arguments.size()) continue;
        type = site.arguments[*registration.method_of].type;
      }
      // Qt writes "1name(int)" for a slot and "2name(int)" for a signal.
      std::string_view name = site.arguments[i].text;
      if (name.starts_with('2')) continue;
      if (name.starts_with('1')) name.remove_prefix(1);
      name = name.substr(0, name.find('('));
      const ArgumentPlan plan{registration.runs, ref.index, registration.confidence};
      auto classes = program_.types[type].bases;
      classes.push_back(program_.types[type].name);
      for (const auto& owner : classes) methods(owner + "::" + std::string(name), plan, site.location);
    }
  }

  void methods(const std::string& name, const ArgumentPlan& plan, const SourceLocation& location) {
    const auto& functions = program_.functions;
    auto f =
        std::lower_bound(functions.begin() + 1, functions.end(), name,
                         [](const Function& function, const std::string& sought) { return function.name < sought; });
    for (; f != functions.end() && f->name == name; ++f) {
      start(static_cast<FunctionIndex>(f - functions.begin()), plan, location);
    }
  }

  void stored(std::uint32_t body, const Flow& flow) {
    const auto index = meanings_.stored_in(static_cast<SlotIndex>(flow.target));
    if (index == npos) return;
    const auto& registration = rules_.registrations[index];
    const ArgumentPlan plan{registration.runs, index, registration.confidence};
    for (const auto& source : flow.sources) {
      for (const auto target : flow_.targets(body, source)) start(target, plan, flow.location);
    }
  }

  void start(FunctionIndex target, const ArgumentPlan& plan, const SourceLocation& location) {
    for (const auto function : with_overriders(program_, meanings_, target)) {
      if (plan.runs == Runs::thread) {
        starts_.thread_started[function] = 1;
        starts_.offloads.push_back({function, plan.registration, location});
      } else if (plan.runs == Runs::loop) {
        loop_started_[function] = 1;
        const auto& registration = rules_.registrations[plan.registration];
        Root root;
        root.function = function;
        root.kind = is_coroutine(function) ? ContextKind::coroutine : ContextKind::callback;
        const bool any_class = (program_.functions[target].flags & fn_selector) != 0;
        root.confidence = any_class ? std::min(plan.confidence, Confidence::probable) : plan.confidence;
        root.because = root.confidence == Confidence::definite ? Reason::none : Reason::weak_context;
        root.framework = registration.framework;
        root.what = registration.what;
        root.registered = location;
        starts_.roots.push_back(std::move(root));
      }
    }
  }

  void find_pool_coroutines() {
    const bool any =
        std::any_of(program_.bodies.begin(), program_.bodies.end(), [](const Body& body) { return body.is_coroutine; });
    if (!any) return;
    // Callers of each coroutine, by plain calls.
    std::vector<std::vector<FunctionIndex>> callers(program_.functions.size());
    std::vector<std::vector<FunctionIndex>> callees(program_.functions.size());
    auto& pool = starts_.pool_only;
    std::vector<char> offloaded(program_.functions.size(), 0);
    for (std::uint32_t b = 0; b < program_.bodies.size(); ++b) {
      const auto caller = static_cast<FunctionIndex>(program_.bodies[b].function);
      if (meanings_.is_leaf(caller)) continue;
      for (std::uint32_t s = 0; s < program_.bodies[b].sites.size(); ++s) {
        for (const auto callee : flow_.callees(b, program_.bodies[b].sites[s])) {
          if (!is_coroutine(callee)) continue;
          if (starts_.offloaded_calls.contains({b, s})) {
            offloaded[callee] = 1;
          } else {
            callers[callee].push_back(caller);
            callees[caller].push_back(callee);
          }
        }
      }
    }
    for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
      pool[f] = is_coroutine(f) && loop_started_[f] == 0 &&
                (offloaded[f] != 0 || starts_.thread_started[f] != 0 || !callers[f].empty());
    }
    std::vector<FunctionIndex> work;
    const auto holds = [&](FunctionIndex f) {
      // Something must start it on a pool in the end; a cycle of coroutines that call each other does not.
      return std::all_of(callers[f].begin(), callers[f].end(), [&](FunctionIndex c) { return pool[c] != 0; });
    };
    for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
      if (pool[f] != 0 && !holds(f)) work.push_back(f);
    }
    while (!work.empty()) {
      const auto f = work.back();
      work.pop_back();
      if (pool[f] == 0) continue;
      pool[f] = 0;
      for (const auto callee : callees[f]) {
        if (pool[callee] != 0) work.push_back(callee);
      }
    }
    keep_reachable_from_offload(offloaded, callees);
  }

  /// Of coroutines that only call each other, those that no offloaded start reaches stay loop code.
  void keep_reachable_from_offload(const std::vector<char>& offloaded,
                                   const std::vector<std::vector<FunctionIndex>>& callees) {
    auto& pool = starts_.pool_only;
    std::vector<char> reached(pool.size(), 0);
    std::vector<FunctionIndex> work;
    for (FunctionIndex f = 1; f < pool.size(); ++f) {
      if (pool[f] != 0 && (offloaded[f] != 0 || starts_.thread_started[f] != 0)) work.push_back(f);
    }
    while (!work.empty()) {
      const auto f = work.back();
      work.pop_back();
      if (reached[f] != 0) continue;
      reached[f] = 1;
      for (const auto callee : callees[f]) {
        if (pool[callee] != 0) work.push_back(callee);
      }
    }
    pool = std::move(reached);
  }

  const Program& program_;
  const RuleSet& rules_;
  const Meanings& meanings_;
  const CallableFlow& flow_;
  Starts starts_;
  std::vector<char> loop_started_;
};

}  // namespace

Starts find_starts(const Program& program, const RuleSet& rules, const Meanings& meanings, const CallableFlow& flow) {
  return StartFinder(program, rules, meanings, flow).run();
}

const CoroutineRule* coroutine_rule(const Program& program, const RuleSet& rules, FunctionIndex function) {
  const auto& type = program.types[program.functions[function].result];
  for (const auto* name : {&type.name, &type.alias}) {
    const auto found = rules.coroutine_types.find(*name);
    if (found != rules.coroutine_types.end() && !found->second.empty()) {
      return &rules.coroutines[found->second.front().index];
    }
  }
  return nullptr;
}

bool is_generator(const Program& program, const RuleSet& rules, FunctionIndex function) {
  const auto body = program.functions[function].body;
  if (body == npos || !program.bodies[body].is_coroutine) return false;
  const auto* rule = coroutine_rule(program, rules, function);
  return rule != nullptr ? rule->kind == CoroutineKind::generator : program.bodies[body].generator_like;
}

}  // namespace stallhound::analysis
