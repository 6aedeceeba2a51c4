// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Edges.
//
// Problem. A call is an edge to its callee; a virtual call to all overriders; a callable handed to a library function
// is called there and then unless a rule says otherwise. The hard part are project functions that call what they are
// given: `retry(f)` called from loop code with a blocking lambda stalls the loop, called from a worker it does not, and
// both lambdas meet in the parameter of `retry`.
//
// Method. A parameter that its function calls (or hands to something that calls it) is marked as called, backwards
// through all wrappers. Then each caller gets an edge to the very callables it passes, through the wrapper, and the
// call inside the wrapper gets none. Calls through any other place get an edge to all that the place may hold.
// Contexts and coroutines run their parameters on their own account and keep the direct edges.
//
// Cost. Linear in calls and bindings.
#include "analyze/edges.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace stallhound::analysis {
namespace {

Via via_of(const Site& site, bool dispatched) {
  if (dispatched) return Via::virtual_call;
  if (site.kind == SiteKind::construct) return Via::constructor;
  if (site.kind == SiteKind::destroy) return Via::destructor;
  return Via::call;
}

}  // namespace

void order_steps(std::vector<Edge>& edges, std::size_t first) {
  const auto from = edges.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(from, edges.end(), [](const Edge& a, const Edge& b) {
    return std::tuple(a.to, -static_cast<int>(a.confidence), a.site, a.through, a.inner) <
           std::tuple(b.to, -static_cast<int>(b.confidence), b.site, b.through, b.inner);
  });
  const auto same = [](const Edge& a, const Edge& b) { return a.to == b.to && a.site == b.site; };
  edges.erase(std::unique(from, edges.end(), same), edges.end());
}

Certainty certainty_of(const Site& site) {
  // Who ends the program stalls nobody, unless it comes to something else.
  if ((site.flags & site_dying) != 0) return {Confidence::possible, Reason::program_ends};
  // The first time may have been before the loop began.
  if ((site.flags & site_once) != 0) return {Confidence::probable, Reason::first_time};
  return {};
}

void sort_cuts(std::vector<CutEdge>& cuts) {
  std::sort(cuts.begin(), cuts.end(), [](const CutEdge& a, const CutEdge& b) {
    return std::tie(a.to, a.from, a.site, a.because) < std::tie(b.to, b.from, b.site, b.because);
  });
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
}

namespace {

class EdgeFinder {
 public:
  EdgeFinder(const Program& program, const RuleSet& rules, const Meanings& meanings, const CallableFlow& flow,
             const OffLoop& off_loop, Labels& labels)
      : program_(program), rules_(rules), meanings_(meanings), flow_(flow), off_loop_(off_loop), labels_(labels) {}

  std::vector<LibraryCall> run() {
    const auto count = program_.functions.size();
    labels_.first_edge.assign(count + 1, 0);
    labels_.unresolved_calls.assign(count, 0);
    labels_.missing_bodies.assign(count, 0);
    for (const auto& root : labels_.roots) own_account_.insert(root.function);
    plain_.assign(count, 0);
    for (FunctionIndex f = 1; f < count; ++f) plain_[f] = runs_when_called(f) && !program_.functions[f].ambiguous;
    mark_called_parameters();
    std::size_t sites = 0;
    for (const auto& body : program_.bodies) sites += body.sites.size();
    labels_.edges.reserve(sites);  // About one for each call.
    for (FunctionIndex f = 1; f < count; ++f) {
      labels_.first_edge[f] = static_cast<std::uint32_t>(labels_.edges.size());
      const auto body = program_.functions[f].body;
      if (body != npos && !meanings_.is_leaf(f)) edges_of(f, body);
    }
    labels_.first_edge[count] = static_cast<std::uint32_t>(labels_.edges.size());
    sort_cuts(labels_.cuts);
    return std::move(library_calls_);
  }

 private:
  // ---- parameters that are called -------------------------------------------------------------------------------

  /// The position of a parameter of `function` itself that a value names; npos for anything else.
  std::uint32_t own_parameter(FunctionIndex function, const Value& value) const {
    std::uint32_t index = npos;
    if (value.kind != ValueKind::slot) return npos;
    return flow_.parameter_owner(static_cast<SlotIndex>(value.id), index) == function ? index : npos;
  }

  /// Whether a call has an argument that may be a callable.
  static bool hands_over(const Site& site) {
    return std::any_of(site.arguments.begin(), site.arguments.end(),
                       [](const Argument& argument) { return !argument.values.empty(); });
  }

  /// Whether calls through its own parameters are the callers' business.
  bool delegates(FunctionIndex function) const {
    const auto body = program_.functions[function].body;
    if (own_account_.contains(function)) return false;
    return !program_.bodies[body].is_coroutine || is_generator(program_, rules_, function);
  }

  /// Whether anything is known to be handed to the function.
  bool has_parameters(FunctionIndex function) const {
    const auto count = static_cast<std::uint32_t>(program_.functions[function].parameters.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      if (meanings_.parameter(function, i) != 0) return true;
    }
    return false;
  }

  void mark(FunctionIndex function, std::uint32_t parameter) {
    const auto slot = meanings_.parameter(function, parameter);
    if (slot != 0 && called_.insert(slot).second) work_.push_back(slot);
  }

  void mark_called_parameters() {
    for (std::uint32_t b = 0; b < program_.bodies.size(); ++b) {
      const auto function = static_cast<FunctionIndex>(program_.bodies[b].function);
      if (function == 0 || meanings_.is_leaf(function) || !has_parameters(function) || !delegates(function)) continue;
      for (const auto& site : program_.bodies[b].sites) {
        if (const auto own = own_parameter(function, site.through); own != npos) mark(function, own);
        if (site.callee == 0 || !hands_over(site) || !flow_.callees(b, site).empty()) continue;
        for (std::uint32_t i = 0; i < site.arguments.size(); ++i) {
          for (const auto& value : site.arguments[i].values) {
            const auto own = own_parameter(function, value);
            if (own != npos && meanings_.plan(site, i).runs == Runs::here) mark(function, own);
          }
        }
      }
    }
    while (!work_.empty()) {
      const auto slot = work_.back();
      work_.pop_back();
      for (const auto& binding : flow_.bindings(slot)) {
        if (!delegates(binding.caller)) continue;
        const auto& site = program_.bodies[program_.functions[binding.caller].body].sites[binding.site];
        for (const auto& value : site.arguments[binding.argument].values) {
          const auto own = own_parameter(binding.caller, value);
          if (own != npos) mark(binding.caller, own);
        }
      }
    }
  }

  // ---- edges ----------------------------------------------------------------------------------------------------

  void edges_of(FunctionIndex function, std::uint32_t body) {
    auto& edges = edges_;
    edges.clear();
    const auto& sites = program_.bodies[body].sites;
    const auto* off_loop = off_loop_.in(body);
    for (std::uint32_t s = 0; s < sites.size(); ++s) {
      if (off_loop != nullptr && (*off_loop)[s].reason != Reason::none) {
        cut_off_loop(function, body, s, (*off_loop)[s]);
        continue;
      }
      calls(function, body, s, edges);
      arguments(function, body, s, edges);
    }
    for (auto& edge : edges) {
      const auto certainty = weaker({edge.confidence, edge.because}, certainty_of(sites[edge.site]));
      edge.confidence = certainty.confidence;
      edge.because = certainty.because;
    }
    order_steps(edges, 0);
    labels_.edges.insert(labels_.edges.end(), edges.begin(), edges.end());
  }

  /// A function whose body runs when it is called: not one that only makes a coroutine, nor a barrier.
  bool runs_when_called(FunctionIndex function) const {
    const auto body = program_.functions[function].body;
    if (body == npos || meanings_.is_leaf(function) || meanings_.is_barrier(function)) return false;
    return !program_.bodies[body].is_coroutine || is_generator(program_, rules_, function);
  }

  void add(std::vector<Edge>& edges, FunctionIndex from, FunctionIndex to, std::uint32_t site, Via via,
           const Certainty& certainty, FunctionIndex through = 0) {
    if (runs_when_called(to)) {
      edges.push_back({to, site, through, npos, via, certainty.confidence, certainty.because});
    } else if (program_.functions[to].body != npos && !meanings_.is_leaf(to)) {
      const Because own_start{Reason::own_start, to, npos, npos};
      labels_.cuts.push_back({from, to, site, via, meanings_.is_barrier(to) ? barrier_of(to) : own_start});
    }
  }

  Because barrier_of(FunctionIndex function) const {
    const auto& all = meanings_.barriers();
    const auto found = std::lower_bound(all.begin(), all.end(), function,
                                        [](const Barrier& barrier, FunctionIndex f) { return barrier.function < f; });
    return found->because;
  }

  // ---- steps that are not taken -----------------------------------------------------------------------------------

  /// What a call that runs elsewhere would lead to.
  void cut_off_loop(FunctionIndex function, std::uint32_t body, std::uint32_t s, const OffLoopSite& off) {
    const auto& site = program_.bodies[body].sites[s];
    for (const auto target : flow_.callees(body, site)) {
      if (program_.functions[target].body == npos || meanings_.is_leaf(target)) continue;
      labels_.cuts.push_back({function, target, s, via_of(site, false), {off.reason, function, off.by, npos}});
    }
  }

  /// A function that a call hands over, and that is not called in it.
  void cut_argument(FunctionIndex function, std::uint32_t s, const Argument& argument, const ArgumentPlan& plan) {
    // Callbacks of the loop are loop code by themselves.
    if (plan.runs == Runs::loop) return;
    const auto reason = plan.runs == Runs::thread ? Reason::pool : Reason::kept;
    for (const auto& value : argument.values) {
      if (value.kind != ValueKind::function) continue;
      const auto target = static_cast<FunctionIndex>(value.id);
      if (program_.functions[target].body == npos || meanings_.is_leaf(target)) continue;
      labels_.cuts.push_back({function, target, s, Via::callback, {reason, function, s, plan.registration}});
    }
  }

  /// The receiver of a message may be of any class.
  static constexpr Certainty unknown_class{Confidence::probable, Reason::unknown_class};

  /// How sure a step to one of so many functions is.
  static Certainty one_of(std::size_t targets) {
    return targets == 1 ? Certainty{} : Certainty{Confidence::probable, Reason::several_targets};
  }

  void calls(FunctionIndex function, std::uint32_t body, std::uint32_t s, std::vector<Edge>& edges) {
    const auto& site = program_.bodies[body].sites[s];
    if (site.callee != 0) {
      // Most calls are plain ones to a function that the scan has seen.
      if (plain_[site.callee] != 0 && (site.flags & site_virtual) == 0 && site.through.kind == ValueKind::none) {
        edges.push_back({static_cast<FunctionIndex>(site.callee), s, 0, npos, via_of(site, false)});
        return;
      }
      const auto& callee = program_.functions[site.callee];
      const bool several = (site.flags & site_virtual) != 0 || callee.ambiguous;
      const auto targets = dispatched(program_, meanings_, site);
      // A function of a library that is not pure may be meant itself, not what the project makes of it.
      const bool own = several && meanings_.is_leaf(static_cast<FunctionIndex>(site.callee)) && !callee.ambiguous &&
                       (callee.flags & fn_pure) == 0 && (site.flags & site_exact) == 0;
      const bool any_class = (callee.flags & fn_selector) != 0;
      if (any_class && targets.empty() && !callee.overridden_by.empty()) ++labels_.unresolved_calls[function];
      auto certainty = own ? Certainty{Confidence::probable, Reason::library_target} : one_of(targets.size());
      if (any_class) certainty = weaker(certainty, unknown_class);
      for (const auto target : targets) {
        add(edges, function, target, s, via_of(site, several && targets.size() > 1), certainty);
      }
      if (site.through.kind == ValueKind::none) {
        // Libraries are known by their rules or not at all; a function of the project should have a body.
        const bool ours = (callee.flags & fn_in_roots) != 0 && (callee.flags & fn_implicit) == 0;
        const bool has_body = std::any_of(targets.begin(), targets.end(),
                                          [&](FunctionIndex f) { return program_.functions[f].body != npos; });
        if (ours && !has_body && meanings_.of(static_cast<FunctionIndex>(site.callee)).empty()) {
          ++labels_.missing_bodies[function];
        }
        return;
      }
    }
    if (site.through.kind == ValueKind::none) {
      if (site.kind == SiteKind::indirect) ++labels_.unresolved_calls[function];
      return;
    }
    if (own_parameter(function, site.through) != npos && delegates(function)) return;
    const auto targets = flow_.targets(body, site.through);
    // Of a function pointer that a rule names, it does not matter what it holds.
    const bool known_by_name = site.callee != 0 && !meanings_.of(static_cast<FunctionIndex>(site.callee)).empty();
    if (flow_.overflown(body, site.through) || (targets.empty() && site.kind == SiteKind::indirect && !known_by_name)) {
      ++labels_.unresolved_calls[function];
    }
    if (flow_.overflown(body, site.through)) return;
    const auto certainty = one_of(targets.size());
    for (const auto target : targets) {
      // The call is made here, not where the address was taken.
      if ((program_.functions[target].flags & fn_reference) != 0) {
        const auto& reference = program_.bodies[program_.functions[target].body];
        const auto callee = static_cast<FunctionIndex>(reference.sites.front().callee);
        library_calls_.push_back({function, s, callee, certainty});
        continue;
      }
      for (const auto entered : with_overriders(program_, meanings_, target)) {
        add(edges, function, entered, s, Via::indirect, certainty);
      }
    }
  }

  void arguments(FunctionIndex function, std::uint32_t body, std::uint32_t s, std::vector<Edge>& edges) {
    const auto& site = program_.bodies[body].sites[s];
    if (!hands_over(site)) return;
    const auto callees = flow_.callees(body, site);
    for (std::uint32_t i = 0; i < site.arguments.size(); ++i) {
      if (site.arguments[i].values.empty()) continue;
      FunctionIndex through = 0;
      bool called = false;
      for (const auto callee : callees) {
        const auto slot = meanings_.parameter(callee, i);
        if (slot == 0 || !called_.contains(slot) || !runs_when_called(callee)) continue;
        called = true;
        through = callee;
      }
      ArgumentPlan plan;
      if (callees.empty() && site.callee != 0) {
        plan = meanings_.plan(site, i);
        called = plan.runs == Runs::here;
      }
      if (!called) {
        cut_argument(function, s, site.arguments[i], plan);
        continue;
      }
      for (const auto& value : site.arguments[i].values) {
        if (own_parameter(function, value) != npos && delegates(function)) continue;
        // What another call returned is called only if it is a callable, which its set tells.
        const auto targets = flow_.targets(body, value);
        if (flow_.overflown(body, value)) continue;
        const auto among = one_of(std::max(targets.size(), callees.size()));
        for (const auto target : targets) {
          const bool any_class = (program_.functions[target].flags & fn_selector) != 0;
          const auto certainty = any_class ? weaker(among, unknown_class) : among;
          // A pointer to a virtual member function calls whatever overrides it.
          for (const auto entered : with_overriders(program_, meanings_, target)) {
            add(edges, function, entered, s, Via::callback, certainty, through);
          }
        }
      }
    }
  }

  const Program& program_;
  const RuleSet& rules_;
  const Meanings& meanings_;
  const CallableFlow& flow_;
  const OffLoop& off_loop_;
  Labels& labels_;
  std::vector<LibraryCall> library_calls_;
  std::vector<char> plain_;                        ///< Per function: one body, which runs when it is called.
  std::vector<Edge> edges_;                        ///< Of the function at hand; kept for its memory.
  std::unordered_set<FunctionIndex> own_account_;  ///< Contexts: nobody passes them anything that can be seen.
  std::unordered_set<SlotIndex> called_;
  std::vector<SlotIndex> work_;
};

}  // namespace

std::vector<LibraryCall> find_edges(const Program& program, const RuleSet& rules, const Meanings& meanings,
                                    const CallableFlow& flow, const OffLoop& off_loop, Labels& labels) {
  return EdgeFinder(program, rules, meanings, flow, off_loop, labels).run();
}

}  // namespace stallhound::analysis
