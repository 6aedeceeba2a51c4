// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where callables flow.
//
// Problem. Loop code is seldom called by name: it is registered as a callback, kept in fields, tables and containers,
// handed on by wrappers. To know what a registration registers and what an indirect call calls, one must know which
// functions a place can hold.
//
// Example.   void later(std::function<void()> f) { queue.push_back(f); }
//            later([] { usleep(5); });
//            for (auto& job : queue) job();
// The lambda flows into the parameter f, from there into `queue`, from there into `job`, which is called.
//
// Method. Inclusion constraints between places (Andersen's analysis without fields of objects: one set per declared
// variable, field, parameter and result, joined over all objects). A worklist carries each function once over each
// edge. Indirect calls add edges while solving: what the called function receives and returns. Calls out of the
// project pass callables through to their result, and into their object where a rule says that they are kept, so that
// containers, std::bind and the like need no code here.
//
// Cost. Linear in edges times the set limit. A set that would grow beyond the limit is cut and marked; its calls are
// reported as unresolved rather than guessed.
//
// Limits. Not sensitive to calling context: a parameter holds what any caller passes. Where a function only calls its
// own parameter, classify.cpp is more exact and looks at each caller by itself.
#include "analyze/flow.h"

#include <algorithm>
#include <unordered_set>

namespace stallhound::analysis {
namespace {

constexpr std::size_t set_limit = 2048;

/// Methods of one selector beyond which a call to an object of any class says nothing about what it runs.
constexpr std::size_t selector_limit = 4;

std::uint64_t key_of(std::uint32_t body, std::uint32_t site) { return (std::uint64_t{body} << 32) | site; }

}  // namespace

std::vector<FunctionIndex> with_overriders(const Program& program, const Meanings& meanings, FunctionIndex function) {
  std::vector<FunctionIndex> found{function};
  std::unordered_set<FunctionIndex> seen;
  for (std::size_t i = 0; i < found.size() && found.size() < set_limit; ++i) {
    for (const auto further : program.functions[found[i]].overridden_by) {
      if (further != function && seen.insert(further).second) found.push_back(further);
    }
  }
  std::erase_if(found, [&](FunctionIndex f) { return meanings.is_leaf(f) || program.functions[f].body == npos; });
  if ((program.functions[function].flags & fn_selector) != 0 && found.size() > selector_limit) found.clear();
  std::sort(found.begin(), found.end());
  return found;
}

namespace {

/// False for results of libraries that are plain values, whatever was asked for them: `thread->get_id()`.
bool may_carry_callable(const TypeFact& type) {
  static const std::unordered_set<std::string_view> plain = {"bool",
                                                             "char",
                                                             "int",
                                                             "unsigned int",
                                                             "long",
                                                             "unsigned long",
                                                             "long long",
                                                             "unsigned long long",
                                                             "short",
                                                             "float",
                                                             "double",
                                                             "std::basic_string",
                                                             "std::thread::id",
                                                             "boost::thread::id",
                                                             "std::chrono::duration",
                                                             "std::chrono::time_point"};
  return type.is_pointer || !plain.contains(type.name);
}

bool has_base(const TypeFact& type, const std::string& name) {
  return std::find(type.bases.begin(), type.bases.end(), name) != type.bases.end();
}

/// Whether an object whose static type is `type` can be of a class that has, or inherits, what `owner` declares.
bool can_be(const Program& program, const Meanings& meanings, TypeIndex type, TypeIndex owner) {
  const auto& stated = program.types[type];
  const auto& declared = program.types[owner];
  if (stated.name.empty() || declared.name.empty() || stated.name == declared.name) return true;
  if (has_base(stated, declared.name) || has_base(declared, stated.name)) return true;
  // A class that is both, by multiple inheritance.
  const auto derived = meanings.derived_from(stated.name);
  return std::any_of(derived.begin(), derived.end(),
                     [&](TypeIndex both) { return has_base(program.types[both], declared.name); });
}

}  // namespace

std::vector<FunctionIndex> dispatched(const Program& program, const Meanings& meanings, const Site& site) {
  const auto callee = static_cast<FunctionIndex>(site.callee);
  if ((site.flags & site_virtual) == 0) {
    if (meanings.is_ambiguous(callee)) return with_overriders(program, meanings, callee);
    return {callee};
  }
  auto found = with_overriders(program, meanings, callee);
  const bool exact = (site.flags & site_exact) != 0;
  if (site.object_type == 0) return found;
  if (site.object_type == program.functions[callee].parent && !exact) return found;
  const auto& stated = program.types[site.object_type];
  std::erase_if(found, [&](FunctionIndex f) {
    const auto& function = program.functions[f];
    const auto& owner = program.types[function.parent].name;
    if (exact && owner != stated.name && !has_base(stated, owner)) return true;
    if (!can_be(program, meanings, site.object_type, function.parent)) return true;
    // What the static type itself, or a nearer base of it, overrides.
    return std::any_of(function.overridden_by.begin(), function.overridden_by.end(), [&](FunctionIndex g) {
      const auto& nearer = program.types[program.functions[g].parent].name;
      return !function.ambiguous && (nearer == stated.name || has_base(stated, nearer));
    });
  });
  return found;
}

CallableFlow::CallableFlow(const Program& program, const Meanings& meanings) : program_(program), meanings_(meanings) {
  successors_.resize(program.slots.size());
  sets_.resize(program.slots.size());
  find_parameters();
  for (const auto& flow : program.flows) {
    for (const auto& source : flow.sources) feed(npos, source, static_cast<Node>(flow.target));
  }
  for (std::uint32_t body = 0; body < program.bodies.size(); ++body) {
    const auto function = program.bodies[body].function;
    if (function != 0 && !meanings.is_leaf(function)) constrain_body(body);
  }
  solve();
}

void CallableFlow::find_parameters() {
  for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
    const auto& function = program_.functions[f];
    if (function.body == npos) continue;
    for (std::uint32_t i = 0; i < function.parameters.size(); ++i) {
      const auto slot = meanings_.parameter(f, i);
      if (slot != 0) parameters_.emplace(slot, std::pair(f, i));
    }
  }
}

CallableFlow::Node CallableFlow::result_node(std::uint32_t body, std::uint32_t site) {
  const auto [known, added] = results_.emplace(key_of(body, site), static_cast<Node>(sets_.size()));
  if (added) {
    successors_.emplace_back();
    sets_.emplace_back();
  }
  return known->second;
}

CallableFlow::Node CallableFlow::node_of(std::uint32_t body, const Value& value) {
  if (value.kind == ValueKind::slot) return static_cast<Node>(value.id);
  if (value.kind == ValueKind::result && body != npos) return result_node(body, static_cast<std::uint32_t>(value.id));
  return 0;
}

CallableFlow::Node CallableFlow::find_node(std::uint32_t body, const Value& value) const {
  if (value.kind == ValueKind::slot) return static_cast<Node>(value.id);
  if (value.kind != ValueKind::result) return 0;
  const auto known = results_.find(key_of(body, static_cast<std::uint32_t>(value.id)));
  return known == results_.end() ? 0 : known->second;
}

void CallableFlow::connect(Node from, Node to) {
  if (from == 0 || to == 0 || from == to) return;
  auto& list = successors_[from];
  if (list.size() < 8 && std::find(list.begin(), list.end(), to) != list.end()) return;
  list.push_back(to);
  for (const auto function : sets_[from]) work_.emplace_back(to, function);
}

void CallableFlow::feed(std::uint32_t body, const Value& value, Node to) {
  if (to == 0) return;
  if (value.kind == ValueKind::function) {
    work_.emplace_back(to, static_cast<FunctionIndex>(value.id));
  } else if (value.kind != ValueKind::none) {
    connect(node_of(body, value), to);
  }
}

void CallableFlow::constrain_body(std::uint32_t index) {
  const auto& body = program_.bodies[index];
  for (const auto& flow : body.flows) {
    for (const auto& source : flow.sources) feed(index, source, static_cast<Node>(flow.target));
  }
  for (std::uint32_t s = 0; s < body.sites.size(); ++s) {
    const auto& site = body.sites[s];
    if (site.through.kind == ValueKind::slot || site.through.kind == ValueKind::result) {
      calls_through_[node_of(index, site.through)].push_back({index, s});
    } else if (site.through.kind == ValueKind::function) {
      bind(index, s, static_cast<FunctionIndex>(site.through.id));
    }
    if (site.callee == 0) continue;
    // Most calls carry nothing; the rest of this loop is for the others.
    const auto callee = static_cast<FunctionIndex>(site.callee);
    if (site.arguments.empty() && site.object.kind == ValueKind::none && meanings_.result(callee) == 0 &&
        (site.flags & site_virtual) == 0 && !meanings_.is_ambiguous(callee)) {
      continue;
    }
    const bool several =
        (site.flags & site_virtual) != 0 || meanings_.is_ambiguous(static_cast<FunctionIndex>(site.callee));
    if (meanings_.is_leaf(site.callee) && !several) {
      constrain_leaf_call(index, s);
    } else if (!several) {
      bind(index, s, static_cast<FunctionIndex>(site.callee));
    } else {
      for (const auto target : dispatched(program_, meanings_, site)) bind(index, s, target);
    }
  }
}

/// A C library hands user data back to the callback that it was registered with: `add(on_timer, new Job(f))`.
void CallableFlow::bind_user_data(std::uint32_t body, const Site& site) {
  for (const auto& argument : site.arguments) {
    for (const auto& callback : argument.values) {
      if (callback.kind != ValueKind::function) continue;
      const auto& function = program_.functions[callback.id];
      for (std::uint32_t p = 0; p < function.parameters.size(); ++p) {
        if (program_.types[function.parameters[p]].name != "void") continue;
        const auto slot = meanings_.parameter(static_cast<FunctionIndex>(callback.id), p);
        if (slot == 0) continue;
        for (const auto& other : site.arguments) {
          if (&other == &argument || !program_.types[other.type].is_pointer) continue;
          for (const auto& value : other.values) {
            if (value.kind != ValueKind::function) feed(body, value, slot);
          }
        }
      }
    }
  }
}

void CallableFlow::constrain_leaf_call(std::uint32_t body, std::uint32_t index) {
  const auto& site = program_.bodies[body].sites[index];
  bool any = site.object.kind != ValueKind::none;
  for (const auto& argument : site.arguments) any = any || !argument.values.empty();
  if (!any) return;
  bind_user_data(body, site);
  // Without a node, what is fed into it goes nowhere.
  const bool carries = may_carry_callable(program_.types[program_.functions[site.callee].result]);
  const auto result = carries ? result_node(body, index) : 0;
  feed(body, site.object, result);
  for (std::uint32_t i = 0; i < site.arguments.size(); ++i) {
    const auto& values = site.arguments[i].values;
    if (values.empty()) continue;
    const auto plan = meanings_.plan(site, i);
    if (plan.runs != Runs::kept && plan.runs != Runs::here) continue;
    for (const auto& value : values) {
      feed(body, value, result);
      if (plan.runs == Runs::kept) keep_in(body, value, site.object);
    }
  }
}

/// What is stored in `handlers[name]` or `*handlers` is stored in `handlers`, too.
void CallableFlow::keep_in(std::uint32_t body, const Value& value, Value object) {
  for (unsigned depth = 0; object.kind != ValueKind::none && depth < 8; ++depth) {
    feed(body, value, node_of(body, object));
    if (object.kind != ValueKind::result || body == npos) break;
    const auto& maker = program_.bodies[body].sites[object.id];
    if (maker.callee == 0) break;
    if (!meanings_.is_leaf(static_cast<FunctionIndex>(maker.callee))) {
      // What a project function returned by reference; extraction joined that with the place itself.
      feed(body, value, meanings_.result(static_cast<FunctionIndex>(maker.callee)));
      break;
    }
    object = maker.object;
  }
}

void CallableFlow::bind(std::uint32_t body, std::uint32_t index, FunctionIndex target) {
  const auto& site = program_.bodies[body].sites[index];
  for (std::uint32_t i = 0; i < site.arguments.size(); ++i) {
    if (site.arguments[i].values.empty()) continue;
    const auto slot = meanings_.parameter(target, i);
    if (slot == 0) continue;
    bindings_[slot].push_back({static_cast<FunctionIndex>(program_.bodies[body].function), index, i});
    for (const auto& value : site.arguments[i].values) feed(body, value, slot);
  }
  const auto returned = meanings_.result(target);
  if (returned != 0) connect(returned, result_node(body, index));
}

void CallableFlow::add(Node node, FunctionIndex function) {
  auto& set = sets_[node];
  const auto place = std::lower_bound(set.begin(), set.end(), function);
  if (place != set.end() && *place == function) return;
  if (set.size() >= set_limit) {
    if (full_.size() < sets_.size()) full_.resize(sets_.size(), 0);
    full_[node] = 1;
    return;
  }
  set.insert(place, function);
  for (const auto next : successors_[node]) work_.emplace_back(next, function);
  const auto calls = calls_through_.find(node);
  if (calls == calls_through_.end() || meanings_.is_leaf(function)) return;
  // A copy: binding may add nodes, but never calls.
  const auto sites = calls->second;
  for (const auto& call : sites) bind(call.body, call.site, function);
}

void CallableFlow::solve() {
  while (!work_.empty()) {
    const auto [node, function] = work_.back();
    work_.pop_back();
    add(node, function);
  }
}

std::vector<FunctionIndex> CallableFlow::targets(std::uint32_t body, const Value& value) const {
  if (value.kind == ValueKind::function) return {static_cast<FunctionIndex>(value.id)};
  const auto node = find_node(body, value);
  return node == 0 ? std::vector<FunctionIndex>{} : sets_[node];
}

bool CallableFlow::overflown(std::uint32_t body, const Value& value) const {
  const auto node = find_node(body, value);
  return node != 0 && node < full_.size() && full_[node] != 0;
}

std::vector<FunctionIndex> CallableFlow::callees(std::uint32_t body, const Site& site) const {
  std::vector<FunctionIndex> found;
  if (site.callee != 0) {
    if ((site.flags & site_virtual) != 0 || meanings_.is_ambiguous(static_cast<FunctionIndex>(site.callee))) {
      found = dispatched(program_, meanings_, site);
    } else if (!meanings_.is_leaf(site.callee)) {
      found.push_back(site.callee);
    }
  }
  if (site.through.kind != ValueKind::none) {
    for (const auto target : targets(body, site.through)) found.push_back(target);
  }
  return found;
}

FunctionIndex CallableFlow::parameter_owner(SlotIndex slot, std::uint32_t& index) const {
  const auto known = parameters_.find(slot);
  if (known == parameters_.end()) return 0;
  index = known->second.second;
  return known->second.first;
}

const std::vector<Binding>& CallableFlow::bindings(SlotIndex parameter) const {
  static const std::vector<Binding> none;
  const auto known = bindings_.find(parameter);
  return known == bindings_.end() ? none : known->second;
}

}  // namespace stallhound::analysis
