// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/blocking.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "analyze/callers.h"
#include "analyze/own_loop.h"

namespace stallhound::analysis {
namespace {

/// Functions that are looked at to find out whether one comes back to its callers.
constexpr std::size_t search_limit = 1024;

class BlockingFinder {
 public:
  BlockingFinder(const Program& program, const RuleSet& rules, const Meanings& meanings, const OffLoop& off_loop,
                 const AnalyzeOptions& options, Labels& labels)
      : program_(program),
        rules_(rules),
        meanings_(meanings),
        off_loop_(off_loop),
        options_(options),
        labels_(labels) {}

  void run(std::span<const LibraryCall> library_calls) {
    auto indirect = library_calls.begin();
    for (const auto& [f, s] : candidates(library_calls)) {
      const auto callee = static_cast<FunctionIndex>(site_of(f, s).callee);
      const bool named = !meanings_.of(callee).empty() || (program_.functions[callee].flags & fn_blocking) != 0;
      bool looked_at = named;
      if (named) call(f, s, callee, {});
      for (; indirect != library_calls.end() && indirect->function == f && indirect->site == s; ++indirect) {
        call(f, s, indirect->callee, indirect->certainty);
        looked_at = true;
      }
      // A matcher may be true of a call that no name says anything about.
      if (!looked_at) call(f, s, callee, {});
    }
    find_harmless();
  }

 private:
  /// The calls in judged code that a name, an attribute or a matcher says something about.
  std::vector<Call> candidates(std::span<const LibraryCall> library_calls) const {
    std::vector<Call> calls(meanings_.named_calls().begin(), meanings_.named_calls().end());
    std::erase_if(calls, [&](const Call& call) { return meanings_.is_leaf(call.function); });
    for (const auto& call : library_calls) calls.push_back({call.function, call.site});
    for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
      if (program_.functions[f].body == npos || meanings_.is_leaf(f)) continue;
      for (const auto& hit : program_.bodies[program_.functions[f].body].probes) calls.push_back({f, hit.site});
    }
    std::sort(calls.begin(), calls.end());
    calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
    return calls;
  }

  void call(FunctionIndex f, std::uint32_t s, FunctionIndex callee, Certainty certainty) {
    const auto meanings = meanings_.of(callee);
    const bool declared = (program_.functions[callee].flags & fn_blocking) != 0;
    const auto hits = hits_of(f, s);
    certainty = weaker(certainty, certainty_of(site_of(f, s)));
    // The only known class that has the method need not be the one of the object.
    if ((program_.functions[callee].flags & fn_selector) != 0) {
      certainty = weaker(certainty, {Confidence::probable, Reason::unknown_class});
    }
    const auto off = off_loop_.at(program_.functions[f].body, s);
    if (declared && wanted(options_, Category::wait) && off.reason == Reason::none) {
      labels_.blocking.push_back({f, s, npos, certainty.confidence, callee, certainty.because});
      return;
    }
    std::string_view reported;
    const auto consider = [&](std::uint32_t index) {
      const auto& rule = rules_.blocking[index];
      // Entries of one rule id are alternatives; the first that applies speaks for it.
      if (rule.id == reported || (rule.probe != 0 && !has(hits, rule.probe))) return;
      Certainty applying;
      if (const auto because = declines(f, s, callee, off, rule, applying); because.reason != Reason::none) {
        accept(f, s, index, because);
        return;
      }
      reported = rule.id;
      // It blocks whoever reaches its function, but not the loop that is made of it.
      if (is_own_wait(labels_, f, s)) accept(f, s, index, {Reason::own_wait, f, s, npos});
      note_dependent(f, s);
      const auto both = weaker(applying, certainty);
      labels_.blocking.push_back({f, s, index, both.confidence, callee, both.because});
    };
    for (const auto& ref : meanings) {
      if (ref.kind == RuleKind::blocking) consider(ref.index);
    }
    for (const auto& hit : hits) {
      const auto about = rules_.probe_rules.find(hit.probe);
      if (about == rules_.probe_rules.end()) continue;
      for (const auto index : about->second) consider(index);
    }
  }

  void accept(FunctionIndex f, std::uint32_t s, std::uint32_t rule, const Because& because) {
    labels_.accepted.push_back({f, s, {RuleKind::blocking, rule}, because});
  }

  // ---- matchers -----------------------------------------------------------------------------------------------------

  std::span<const ProbeHit> hits_of(FunctionIndex f, std::uint32_t s) const {
    const auto& probes = program_.bodies[program_.functions[f].body].probes;
    if (probes.empty()) return {};
    const auto first = std::lower_bound(probes.begin(), probes.end(), ProbeHit{s, 0});
    const auto last = std::find_if(first, probes.end(), [s](const ProbeHit& hit) { return hit.site != s; });
    return {first, last};
  }

  static bool has(std::span<const ProbeHit> hits, ProbeId probe) {
    return std::any_of(hits.begin(), hits.end(), [probe](const ProbeHit& hit) { return hit.probe == probe; });
  }

  /// Why a rule that names the callee does not make the call a blocking one; Reason::none if it does.
  Because declines(FunctionIndex f, std::uint32_t s, FunctionIndex callee, const OffLoopSite& off,
                   const BlockingRule& rule, Certainty& certainty) const {
    if (off.reason != Reason::none) return {off.reason, f, off.by, npos};
    if (!wanted(options_, rule.category)) return {Reason::category_off};
    const auto& rules_off = options_.rules_off;
    if (std::find(rules_off.begin(), rules_off.end(), rule.id) != rules_off.end()) return {Reason::rule_off};
    if (rule.opt_in && !options_.pedantic) return {Reason::opt_in};
    if (!applies(rule, meanings_.view(site_of(f, s), callee), certainty)) return {Reason::arguments, f, s, npos};
    return {};
  }

  static bool applies(const BlockingRule& rule, const CallView& view, Certainty& certainty) {
    certainty = {rule.confidence, rule.confidence == Confidence::definite ? Reason::none : Reason::weak_rule};
    const auto weigh = [&](Answer answer, Answer blocks, IfUnknown unknown) {
      if (answer == blocks) return true;
      if (answer != Answer::unknown) return false;
      if (unknown == IfUnknown::possible)
        certainty = weaker(certainty, {Confidence::possible, Reason::unknown_argument});
      return unknown != IfUnknown::silent;
    };
    if (rule.when && !weigh(evaluate(*rule.when, view), Answer::yes, rule.when_unknown)) return false;
    return !rule.unless || weigh(evaluate(*rule.unless, view), Answer::no, rule.unless_unknown);
  }

  // ---- arguments that come from the caller ------------------------------------------------------------------------

  /// Remembers a call whose verdict may change with what the function's callers pass.
  void note_dependent(FunctionIndex f, std::uint32_t s) {
    if (depends_on_caller(body_of(f), site_of(f, s))) {
      dependent_.push_back(static_cast<std::uint32_t>(labels_.blocking.size()));
    }
  }

  void find_harmless() {
    if (dependent_.empty()) return;
    std::vector<FunctionIndex> functions;
    for (const auto index : dependent_) functions.push_back(labels_.blocking[index].function);
    const Callers callers(program_, labels_, functions);
    for (const auto index : dependent_) {
      const auto& call = labels_.blocking[index];
      const auto& site = site_of(call.function, call.site);
      // What the call passes, and then what decides that it is made.
      auto asked = site.arguments;
      const auto deciding = deciding_parameters(body_of(call.function), site);
      asked.insert(asked.end(), deciding.begin(), deciding.end());
      std::vector<HarmlessCaller> harmless;
      std::vector<FunctionIndex> others;
      for (const auto& variant : callers.variants(call.function, asked)) {
        auto view = meanings_.view(site, call.callee);
        const bool blocks =
            std::any_of(variant.arguments.begin(), variant.arguments.end(), [&](const Arguments& arguments) {
              view.arguments = std::span(arguments).first(site.arguments.size());
              if (is_ruled_out(body_of(call.function), site, std::span(arguments).subspan(site.arguments.size()))) {
                return false;
              }
              Certainty ignored;
              return applies(rules_.blocking[call.rule], view, ignored);
            });
        if (blocks) {
          others.push_back(variant.caller);
        } else {
          harmless.push_back({index, variant.caller, variant.site});
        }
      }
      // `down(2)` comes to `down(depth - 1)`, of which nothing is known.
      if (!harmless.empty() && !leads_to(call.function, others)) {
        labels_.harmless.insert(labels_.harmless.end(), harmless.begin(), harmless.end());
      }
    }
    std::sort(labels_.harmless.begin(), labels_.harmless.end(), HarmlessCaller::before);
  }

  /// Whether a function can come to one of the others, as far as a bounded search tells.
  bool leads_to(FunctionIndex from, const std::vector<FunctionIndex>& others) const {
    std::unordered_set<FunctionIndex> seen{from};
    std::vector<FunctionIndex> work{from};
    for (std::size_t i = 0; i < work.size() && work.size() < search_limit; ++i) {
      if (std::find(others.begin(), others.end(), work[i]) != others.end()) return true;
      for (auto e = labels_.first_edge[work[i]]; e < labels_.first_edge[work[i] + 1]; ++e) {
        if (seen.insert(labels_.edges[e].to).second) work.push_back(labels_.edges[e].to);
      }
    }
    return false;
  }

  const Body& body_of(FunctionIndex function) const { return program_.bodies[program_.functions[function].body]; }
  const Site& site_of(FunctionIndex function, std::uint32_t site) const { return body_of(function).sites[site]; }

  const Program& program_;
  const RuleSet& rules_;
  const Meanings& meanings_;
  const OffLoop& off_loop_;
  const AnalyzeOptions& options_;
  Labels& labels_;
  std::vector<std::uint32_t> dependent_;  ///< Indices into Labels::blocking.
};

}  // namespace

bool wanted(const AnalyzeOptions& options, Category category) {
  if (options.categories.empty()) return on_by_default(category);
  return std::find(options.categories.begin(), options.categories.end(), category) != options.categories.end();
}

void find_blocking(const Program& program, const RuleSet& rules, const Meanings& meanings, const OffLoop& off_loop,
                   std::span<const LibraryCall> library_calls, const AnalyzeOptions& options, Labels& labels) {
  BlockingFinder(program, rules, meanings, off_loop, options, labels).run(library_calls);
}

}  // namespace stallhound::analysis
