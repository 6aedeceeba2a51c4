// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/meanings.h"

#include <algorithm>

namespace stallhound::analysis {
namespace {

/// Barriers beat contexts, contexts beat wrappers.
int rank(Runs runs) {
  switch (runs) {
    case Runs::thread:
      return 3;
    case Runs::loop:
      return 2;
    default:
      return 1;
  }
}

bool names_argument(const Registration& registration, const Site& site, std::uint32_t argument) {
  if (argument < site.arguments.size() && site.arguments[argument].in_template) return registration.template_arguments;
  return registration.all_arguments || std::find(registration.arguments.begin(), registration.arguments.end(),
                                                 argument) != registration.arguments.end();
}

/// What the project's own configuration says about a function.
struct Declared {
  bool any = false;
  bool blocks = false;  ///< The declaration stands for the body.
};

Declared declared(const RuleSet& rules, const std::vector<RuleRef>& refs) {
  Declared result;
  for (const auto& ref : refs) {
    const bool blocks = ref.kind == RuleKind::blocking && rules.blocking[ref.index].origin.pack == rules.project_pack;
    result.blocks = result.blocks || blocks;
    result.any =
        result.any || blocks ||
        (ref.kind == RuleKind::registration && rules.registrations[ref.index].origin.pack == rules.project_pack);
  }
  return result;
}

}  // namespace

Meanings::Meanings(const Program& program, const RuleSet& rules, const std::vector<std::string>& walk)
    : program_(program), rules_(rules), walk_(walk) {
  type_registration_.assign(program.types.size(), npos);
  for (TypeIndex type = 1; type < program.types.size(); ++type) {
    type_registration_[type] = registration_of_type(type, Form::types);
  }
  for (TypeIndex type = 1; type < program.types.size(); ++type) {
    for (const auto& base : program.types[type].bases) derived_[base].push_back(type);
  }
  find_slots();
  look_up_functions();
  inherit_overrides();
  look_up_slots();
  find_named_calls();
  std::sort(barriers_.begin(), barriers_.end(),
            [](const Barrier& a, const Barrier& b) { return a.function < b.function; });
}

void Meanings::make_barrier(FunctionIndex function, Reason reason, std::uint32_t rule, FunctionIndex by) {
  if (barrier_[function] != 0) return;
  barrier_[function] = 1;
  barriers_.push_back({function, {reason, by, npos, rule}});
}

std::uint32_t Meanings::registration_of_type(TypeIndex type, Form form) const {
  const auto& fact = program_.types[type];
  for (const auto* name : {&fact.alias, &fact.name}) {
    const auto found = rules_.types.find(*name);
    if (found == rules_.types.end()) continue;
    for (const auto& ref : found->second) {
      if (ref.kind == RuleKind::registration && rules_.registrations[ref.index].form == form) return ref.index;
    }
  }
  return npos;
}

void Meanings::find_slots() {
  const auto count = program_.functions.size();
  first_parameter_.assign(count + 1, 0);
  results_.assign(count, 0);
  for (FunctionIndex f = 0; f < count; ++f) {
    first_parameter_[f] = static_cast<std::uint32_t>(parameters_.size());
    const auto& function = program_.functions[f];
    if (f == 0 || program_.slots.size() < 2) continue;
    results_[f] = program_.find_slot(result_slot(function.id));
    for (std::uint32_t i = 0; i < function.parameters.size(); ++i) {
      parameters_.push_back(program_.find_slot(parameter_slot(function.id, i)));
    }
  }
  first_parameter_[count] = static_cast<std::uint32_t>(parameters_.size());
}

void Meanings::look_up_functions() {
  const auto count = program_.functions.size();
  name_of_.assign(count, 0);
  leaf_.assign(count, 1);
  ambiguous_.assign(count, 0);
  barrier_.assign(count, 0);
  context_.assign(count, npos);
  refs_.emplace_back();
  std::string_view last;
  std::string_view last_alias;
  std::uint32_t last_refs = 0;
  bool last_modelled = false;
  Declared last_declared;
  for (FunctionIndex f = 1; f < count; ++f) {
    const auto& function = program_.functions[f];
    // Functions are sorted by name: each distinct name is looked up once.
    if (f == 1 || function.name != last || function.alias != last_alias) {
      last = function.name;
      last_alias = function.alias;
      auto refs = rules_.find_function(function.name);
      // A callable object is known by its variable's name or by that of its operator.
      if (refs.empty() && !function.alias.empty()) refs = rules_.find_function(function.alias);
      last_refs = refs.empty() ? 0 : static_cast<std::uint32_t>(refs_.size());
      last_declared = declared(rules_, refs);
      if (!refs.empty()) refs_.push_back(std::move(refs));
      last_modelled = rules_.is_modelled(function.name) &&
                      std::none_of(walk_.begin(), walk_.end(),
                                   [&](const std::string& prefix) { return function.name.starts_with(prefix); });
    }
    ambiguous_[f] = static_cast<char>(function.ambiguous);
    leaf_[f] = (function.body == npos && !function.ambiguous) || last_modelled || last_declared.blocks;
    // A project's own function of the same name is not the library's: its body tells what it does.
    // Unless the project itself says what the function is.
    if (leaf_[f] || last_declared.any) name_of_[f] = last_refs;
    for (const auto& ref : refs_[last_refs]) {
      if (ref.kind == RuleKind::trusted) make_barrier(f, Reason::trusted, npos);
      if (ref.kind != RuleKind::registration) continue;
      const auto& registration = rules_.registrations[ref.index];
      // A framework's step of its loop is known by its name, also where the framework itself is scanned; "poll" and
      // "select" may be anybody's.
      if (registration.form == Form::loop_around && (leaf_[f] || !registration.framework.empty())) {
        loop_around_.emplace(f, ref.index);
      }
      if (registration.form != Form::functions) continue;
      if (registration.runs == Runs::thread) make_barrier(f, Reason::barrier, ref.index);
      if (registration.runs == Runs::loop) context_[f] = ref.index;
    }
    for (const auto& text : function.annotations) {
      const auto found = rules_.annotations.find(text);
      if (found == rules_.annotations.end()) continue;
      for (const auto& ref : found->second) {
        const auto& registration = rules_.registrations[ref.index];
        const bool meant = registration.only.empty() ||
                           std::any_of(registration.only.begin(), registration.only.end(),
                                       [&](const auto& pattern) { return glob_match(pattern, function.name); });
        if (meant && registration.runs == Runs::thread) make_barrier(f, Reason::barrier_annotation, ref.index, f);
        if (meant && registration.runs == Runs::loop) context_[f] = ref.index;
      }
    }
    if (!leaf_[f] && context_[f] == npos) look_up_parameters(f);
  }
}

void Meanings::find_named_calls() {
  std::vector<char> named(program_.functions.size(), 0);
  for (FunctionIndex f = 1; f < named.size(); ++f) {
    const auto& parameters = program_.functions[f].parameters;
    const bool takes_callback = std::any_of(parameters.begin(), parameters.end(),
                                            [&](TypeIndex type) { return type_registration_[type] != npos; });
    named[f] = takes_callback || name_of_[f] != 0 || (program_.functions[f].flags & fn_blocking) != 0 ||
               loop_around_.contains(f);
  }
  for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
    if (program_.functions[f].body == npos) continue;
    const auto& sites = program_.bodies[program_.functions[f].body].sites;
    for (std::uint32_t s = 0; s < sites.size(); ++s) {
      if (named[sites[s].callee] != 0) named_calls_.push_back({f, s});
    }
  }
}

void Meanings::look_up_parameters(FunctionIndex f) {
  const auto& function = program_.functions[f];
  for (const auto parameter : function.parameters) {
    const auto& fact = program_.types[parameter];
    for (const auto* name : {&fact.alias, &fact.name}) {
      const auto found = rules_.types.find(*name);
      if (found == rules_.types.end()) continue;
      for (const auto& ref : found->second) {
        const auto& registration = rules_.registrations[ref.index];
        if (ref.kind != RuleKind::registration || registration.form != Form::parameters) continue;
        const CallView declared{program_.types, {}, function.parameters, 0, 0, {}, nullptr, nullptr};
        if (registration.when && evaluate(*registration.when, declared) != Answer::yes) continue;
        if (registration.runs == Runs::thread) make_barrier(f, Reason::barrier_parameter, ref.index);
        if (registration.runs == Runs::loop) context_[f] = ref.index;
      }
    }
  }
}

void Meanings::inherit_overrides() {
  // From each function that a rule names, down to all that override it.
  std::vector<FunctionIndex> work;
  for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
    const auto& base = program_.functions[f];
    if (base.overridden_by.empty() || base.ambiguous) continue;
    std::vector<std::pair<std::uint32_t, Reason>> inherited;
    if (const auto found = rules_.overrides.find(base.name); found != rules_.overrides.end()) {
      for (const auto& ref : found->second) inherited.emplace_back(ref.index, Reason::barrier_override);
    }
    // What an attribute says about an interface holds for its implementations.
    for (const auto& text : base.annotations) {
      const auto found = rules_.annotations.find(text);
      if (found == rules_.annotations.end()) continue;
      for (const auto& ref : found->second) inherited.emplace_back(ref.index, Reason::barrier_annotation);
    }
    for (const auto& [index, reason] : inherited) {
      const auto& registration = rules_.registrations[index];
      work.assign(base.overridden_by.begin(), base.overridden_by.end());
      std::vector<FunctionIndex> seen = work;
      while (!work.empty()) {
        const auto next = work.back();
        work.pop_back();
        if (registration.runs == Runs::thread) make_barrier(next, reason, index, f);
        if (registration.runs == Runs::loop && context_[next] == npos) context_[next] = index;
        for (const auto further : program_.functions[next].overridden_by) {
          if (std::find(seen.begin(), seen.end(), further) != seen.end()) continue;
          seen.push_back(further);
          work.push_back(further);
        }
      }
    }
  }
}

void Meanings::look_up_slots() {
  slot_registration_.assign(program_.slots.size(), npos);
  for (SlotIndex s = 1; s < program_.slots.size(); ++s) {
    const auto& slot = program_.slots[s];
    if (slot.kind == SlotKind::field || slot.kind == SlotKind::global) {
      const auto found = rules_.fields.find(slot.name);
      if (found != rules_.fields.end() && !found->second.empty()) {
        slot_registration_[s] = found->second.front().index;
        continue;
      }
    }
    // A parameter of a callback type is only a way there; what is stored for later counts.
    if (slot.kind != SlotKind::result) slot_registration_[s] = type_registration_[slot.type];
  }
}

std::span<const TypeIndex> Meanings::derived_from(const std::string& name) const {
  const auto known = derived_.find(name);
  return known == derived_.end() ? std::span<const TypeIndex>{} : std::span<const TypeIndex>(known->second);
}

CallView Meanings::view(const Site& site, FunctionIndex callee) const {
  return {program_.types,   site.arguments, program_.functions[callee].parameters,
          site.object_type, site.flags,     site.object,
          &program_.slots,  labels_};
}

ArgumentPlan Meanings::plan(const Site& site, std::uint32_t argument) const {
  ArgumentPlan best;
  bool decided = false;
  bool refused = false;
  const auto consider = [&](std::uint32_t index, Confidence confidence) {
    const auto& registration = rules_.registrations[index];
    if (decided && rank(registration.runs) <= rank(best.runs)) return;
    best = {registration.runs, index, std::min(confidence, registration.confidence)};
    decided = true;
  };
  for (const auto& ref : of(site.callee)) {
    if (ref.kind != RuleKind::registration) continue;
    const auto& registration = rules_.registrations[ref.index];
    if (registration.form != Form::calls || !names_argument(registration, site, argument)) continue;
    if (registration.method_of) continue;
    const auto answer = registration.when ? evaluate(*registration.when, view(site)) : Answer::yes;
    if (answer == Answer::no || (registration.unless && evaluate(*registration.unless, view(site)) == Answer::yes)) {
      refused = refused || registration.runs == Runs::loop || registration.runs == Runs::thread;
      continue;
    }
    // A barrier that may apply is taken to apply: it is what keeps silent.
    consider(ref.index,
             answer == Answer::yes || registration.runs == Runs::thread ? Confidence::definite : Confidence::possible);
  }
  if (decided) return best;
  // What is registered for later is not called here, even if nothing says where it runs instead.
  if (refused) best.runs = Runs::kept;
  const auto& parameters = program_.functions[site.callee].parameters;
  if (argument < parameters.size() && type_registration_[parameters[argument]] != npos) {
    consider(type_registration_[parameters[argument]], Confidence::definite);
  }
  // User data is handed on, whatever it points to.
  const auto& given = program_.types[site.arguments[argument].type].name;
  if (!decided && given == "void") best.runs = Runs::kept;
  // A selector names a method; who calls methods by name says so in a rule.
  if (!decided && given == "SEL") best.runs = Runs::kept;
  // Assigning a callable stores it, whatever the class.
  if (!decided && program_.functions[site.callee].name.ends_with("operator=")) best.runs = Runs::kept;
  return best;
}

}  // namespace stallhound::analysis
