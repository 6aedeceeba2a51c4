// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the rules mean for each function and call of a program, looked up once per distinct name.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/match.h"
#include "stallhound/program.h"
#include "stallhound/rules.h"

namespace stallhound::analysis {

/// Where a callable argument of a call runs.
struct ArgumentPlan {
  Runs runs = Runs::here;
  std::uint32_t registration = npos;  ///< Index into RuleSet::registrations; npos: nothing says so, it is the default.
  Confidence confidence = Confidence::definite;
};

class Meanings {
 public:
  /// `walk` names modelled namespaces whose code is judged all the same.
  Meanings(const Program& program, const RuleSet& rules, const std::vector<std::string>& walk);

  /// What packs say about the function's name.
  std::span<const RuleRef> of(FunctionIndex function) const { return refs_[name_of_[function]]; }
  /// True if the body of the function does not count: it has none, or it belongs to a modelled library.
  bool is_leaf(FunctionIndex function) const { return leaf_[function]; }
  /// True if it stands for several functions of that name (Function::ambiguous).
  bool is_ambiguous(FunctionIndex function) const { return ambiguous_[function]; }
  /// True if blocking there is nobody's business: trusted, or a barrier by annotation, name or override.
  bool is_barrier(FunctionIndex function) const { return barrier_[function]; }
  /// All barriers with the first reason for each; sorted by function.
  const std::vector<Barrier>& barriers() const { return barriers_; }
  /// The registration that makes the function itself a context (override, name, attribute, parameter type), or npos.
  std::uint32_t own_context(FunctionIndex function) const { return context_[function]; }

  /// All calls to functions that a rule or an attribute says something about, by their name or by the type of a
  /// parameter, in the order of functions and sites.
  /// They are few, so phases that look for what rules say need not look at every call.
  std::span<const Call> named_calls() const { return named_calls_; }
  const Site& site(const Call& call) const {
    return program_.bodies[program_.functions[call.function].body].sites[call.site];
  }

  /// Where argument `argument` of a call runs, if it is a callable.
  ArgumentPlan plan(const Site& site, std::uint32_t argument) const;
  /// Where a callable stored in this place runs, by the place's name or type; npos if no rule says so.
  std::uint32_t stored_in(SlotIndex slot) const { return slot_registration_[slot]; }
  /// The slot of a parameter, or of what the function returns; 0 if no unit mentions it.
  SlotIndex parameter(FunctionIndex function, std::uint32_t index) const {
    const auto at = first_parameter_[function] + index;
    return at < first_parameter_[function + 1] ? parameters_[at] : 0;
  }
  SlotIndex result(FunctionIndex function) const { return results_[function]; }

  /// The classes that derive from the one with this name, directly or not.
  std::span<const TypeIndex> derived_from(const std::string& name) const;
  /// The loop_around registration of a call, or npos.
  std::uint32_t loop_around(FunctionIndex callee) const {
    const auto known = loop_around_.find(callee);
    return known == loop_around_.end() ? npos : known->second;
  }

  /// The call as conditions see it, with the labels of handles once they are known.
  CallView view(const Site& site) const { return view(site, static_cast<FunctionIndex>(site.callee)); }
  /// The same for a call through a pointer that can be `callee`.
  CallView view(const Site& site, FunctionIndex callee) const;
  void know_labels(const std::vector<std::uint64_t>* labels) { labels_ = labels; }

 private:
  void find_slots();
  void look_up_functions();
  void look_up_parameters(FunctionIndex function);
  void look_up_slots();
  void inherit_overrides();
  void find_named_calls();
  void make_barrier(FunctionIndex function, Reason reason, std::uint32_t rule, FunctionIndex by = 0);
  std::uint32_t registration_of_type(TypeIndex type, Form form) const;

  const Program& program_;
  const RuleSet& rules_;
  const std::vector<std::string>& walk_;
  std::vector<std::uint32_t> name_of_;      ///< Function -> index into refs_.
  std::vector<std::vector<RuleRef>> refs_;  ///< One per distinct name that means something; [0] is empty.
  std::vector<Call> named_calls_;
  std::vector<char> leaf_;  ///< These are bytes, so that they stay in the cache while all calls pass by.
  std::vector<char> ambiguous_;
  std::vector<char> barrier_;
  std::vector<Barrier> barriers_;
  std::unordered_map<FunctionIndex, std::uint32_t> loop_around_;
  std::vector<std::uint32_t> context_;
  std::vector<std::uint32_t> slot_registration_;
  std::vector<std::uint32_t> first_parameter_;  ///< Per function: its slots begin here in parameters_.
  std::vector<SlotIndex> parameters_;
  std::vector<SlotIndex> results_;
  const std::vector<std::uint64_t>* labels_ = nullptr;
  std::unordered_map<std::string, std::vector<TypeIndex>> derived_;
  std::vector<std::uint32_t> type_registration_;  ///< Per type: Form::types registration or npos.
};

}  // namespace stallhound::analysis
