// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Judgement: reached blocking calls become findings.
//
// A call counts if its function is reached, or if it stands in a hand-made event loop. One finding per place and rule:
// copies of a function (one per unit for internal linkage, one per instantiation) are joined, the surest and shortest
// path speaks for all. Suppressions hide a call; on a step of the path or at the context they hide that way only, and
// another way around is looked for.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>

#include "analyze/blocking.h"
#include "analyze/caused.h"
#include "analyze/compare.h"
#include "analyze/contexts.h"
#include "analyze/replaced_code.h"
#include "analyze/summary.h"
#include "analyze/texts.h"
#include "analyze/told_path.h"
#include "analyze/unresolved.h"
#include "base/digest.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

using analysis::Kept;
using analysis::Path;
using analysis::PathFinder;
using analysis::RuleName;

constexpr std::size_t listed_contexts = 8;
constexpr std::size_t counted_contexts = 64;

/// What makes two findings one.
struct Key {
  FileIndex file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string rule;
  auto operator<=>(const Key&) const = default;
};

class Judge {
 public:
  Judge(const Program& program, const RuleSet& rules, const Labels& labels, const Witness& witness,
        const JudgeOptions& options)
      : program_(program),
        rules_(rules),
        labels_(labels),
        witness_(witness),
        options_(options),
        paths_(program, labels, witness),
        suppressions_(program, options.policy, options.require_reason) {
    if (options.novelty != nullptr) novel_paths_.emplace(program, labels, paths_, *options.novelty);
  }

  Report run() {
    report_.tool_version = STALLHOUND_VERSION;
    report_.root = program_.root;
    report_.fail_level = options_.fail_on;
    const auto& sections = options_.policy.sections;
    report_.own_fail_levels = std::any_of(sections.begin(), sections.end(),
                                          [](const Section& section) { return section.fail_on.has_value(); });
    for (std::uint32_t call = 0; call < labels_.blocking.size(); ++call) blocking(call);
    for (std::size_t i = 0; i < labels_.missing.size(); ++i) missing_follow_up(i);
    for (std::size_t i = 0; i < labels_.misuses.size(); ++i) misuse(i);
    std::vector<Kept> all;
    for (auto& [key, kept] : kept_) all.push_back(std::move(kept));
    std::sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) {
      const auto& x = a.finding;
      const auto& y = b.finding;
      return std::tie(x.location, x.rule, x.call) < std::tie(y.location, y.rule, y.call);
    });
    for (auto& kept : all) further_contexts(kept.finding, kept.calls);
    fingerprints(all);
    if (options_.all_contexts || options_.baseline) {
      analysis::complete_contexts(program_, labels_, paths_, suppressions_, options_.analyze.confidence, all);
    }
    if (options_.baseline) apply_baseline(all);
    if (options_.novelty != nullptr) analysis::keep_caused(all, *options_.novelty, report_.baseline);
    for (auto& kept : all) report_.findings.push_back(std::move(kept.finding));
    report_.rules = analysis::rule_texts(rules_, options_.policy, report_.findings);
    report_.problems = analysis::problems_of(program_, suppressions_, options_);
    report_.unresolved = analysis::account_unresolved(program_, rules_, labels_, witness_, paths_);
    report_.summary = analysis::summarise(program_, labels_, suppressions_, options_, report_.findings);
    report_.unresolved.failed_units = report_.summary.failed;
    report_.modelled = analysis::modelled_code(program_, rules_, options_.analyze.walk);
    report_.changes = options_.changes;
    report_.verdict = decide(report_, options_.max_unresolved);
    return std::move(report_);
  }

 private:
  // ---- one call -------------------------------------------------------------------------------------------------

  void blocking(std::uint32_t index) {
    const auto& call = labels_.blocking[index];
    if (!suppressions_.is_on(site_of(call.function, call.site).location, rule_of(call))) return;
    std::vector<SuppressionInfo> hidden;
    auto path = choose_path(index, hidden);
    if (!path || std::min(call.confidence, path->confidence) < options_.analyze.confidence) return;
    const auto change = change_of(index, *path);
    auto finding = finding_for(call, *path);
    finding.suppressed = std::move(hidden);
    keep(std::move(finding), site_of(call.function, call.site), index, change);
  }

  /// What a call is to the change that is asked about. A way that the change opens takes the place of an old one.
  State change_of(std::uint32_t index, Path& path) {
    if (!novel_paths_ || options_.novelty->blocking[index] != 0) return State::fresh;
    const auto rule = rule_of(labels_.blocking[index]);
    auto way = novel_paths_->find(
        index, options_.analyze.confidence, [&](std::uint32_t root) { return hidden_root(root, rule) == npos; },
        open_edges(index, rule));
    if (!way) return State::unchanged;
    path = std::move(*way);
    return State::updated;
  }

  State change_of(const std::vector<char> Novelty::* list, std::size_t index) const {
    return options_.novelty == nullptr || (options_.novelty->*list)[index] != 0 ? State::fresh : State::unchanged;
  }

  RuleName rule_of(const BlockingCall& call) const {
    if (call.rule == npos) return {"wait/declared", Category::wait};
    return {rules_.blocking[call.rule].id, rules_.blocking[call.rule].category};
  }

  /// The finding about a call that is reached this way.
  Finding finding_for(const BlockingCall& call, const Path& path) {
    const auto& site = site_of(call.function, call.site);
    Finding finding;
    finding.rule = rule_of(call).id;
    finding.category = rule_of(call).category;
    if (call.rule == npos) {
      finding.cost = Cost::milliseconds;
      finding.why = "The function is declared [[clang::blocking]].";
    } else {
      finding.cost = rules_.blocking[call.rule].cost;
      finding.why = rules_.blocking[call.rule].why;
    }
    finding.confidence = std::min(call.confidence, path.confidence);
    const auto& root = labels_.roots[path.root];
    finding.call = call.callee != 0 ? program_.functions[call.callee].name : pointer_name(site);
    finding.fix =
        call.rule == npos ? "move the call off the loop" : rules_.fix_for(rules_.blocking[call.rule], root.framework);
    fill_place(finding, call.function, site);
    fill_path(finding, path, call.function, site);
    finding.context = context_of(path.root);
    finding.in_loop = paths_.in_busy_loop(call.function, call.site, root.function == call.function ? root.loop : npos);
    for (std::size_t i = 0; i < path.edges.size(); ++i) {
      const auto event_loop = path.from[i] == root.function ? root.loop : npos;
      finding.in_loop =
          finding.in_loop || paths_.in_busy_loop(path.from[i], labels_.edges[path.edges[i]].site, event_loop);
    }
    finding.raised = finding.in_loop && finding.cost != Cost::unbounded;
    if (finding.raised) {
      finding.cost = static_cast<Cost>(static_cast<int>(finding.cost) + 1);
    }
    finding.because = explain_confidence(call, path, finding.confidence);
    if (finding.raised) finding.because.push_back({Reason::repeated, ""});
    finding.severity = suppressions_.severity(site.location, rule_of(call)).value_or(severity_of(finding.cost));
    return finding;
  }

  /// What makes a finding no more certain than it is: all that is as weak as the weakest, from the context to the call.
  std::vector<Explanation> explain_confidence(const BlockingCall& call, const Path& path, Confidence level) const {
    std::vector<Explanation> reasons;
    if (level == Confidence::definite) return reasons;
    const auto& root = labels_.roots[path.root];
    const auto& function = program_.functions[root.function];
    if (root.confidence == level && root.because != Reason::none) {
      const auto& place = root.because == Reason::hand_made_loop ? root.registered : function.location;
      reasons.push_back({root.because, function.display, place_of(place)});
    }
    for (std::size_t i = 0; i < path.edges.size(); ++i) {
      const auto& edge = labels_.edges[path.edges[i]];
      if (edge.confidence != level || edge.because == Reason::none) continue;
      // A step through a function that decides by its arguments is made where the inner call stands.
      const auto& site = edge.inner == npos ? site_of(path.from[i], edge.site) : site_of(edge.through, edge.inner);
      reasons.push_back({edge.because, program_.functions[path.from[i]].display, place_of(site.location)});
    }
    if (call.confidence == level && call.because != Reason::none) {
      const auto& site = site_of(call.function, call.site);
      reasons.push_back({call.because, program_.functions[call.function].display, place_of(site.location)});
    }
    return reasons;
  }

  /// The suppression at a context, or npos.
  std::uint32_t hidden_root(std::uint32_t root, const RuleName& rule) {
    return suppressions_.covering(program_.functions[labels_.roots[root].function].location, rule);
  }

  /// The suppression at the call that makes an edge, or npos.
  std::uint32_t hidden_edge(FunctionIndex from, std::uint32_t edge, const RuleName& rule) {
    if (suppressions_.empty()) return npos;
    for (const auto& place : analysis::places_of(program_, from, labels_.edges[edge])) {
      if (const auto at = suppressions_.covering(place, rule); at != npos) return at;
    }
    return npos;
  }

  /// What an indirect call goes through, for people.
  std::string pointer_name(const Site& site) const {
    const bool named = site.through.kind == ValueKind::slot && !program_.slots[site.through.id].name.empty();
    return named ? program_.slots[site.through.id].name : "(function pointer)";
  }

  /// The witness's path, or another one if that is suppressed on its way; all suppressions that hide the call.
  std::optional<Path> choose_path(std::uint32_t index, std::vector<SuppressionInfo>& hidden) {
    const auto& call = labels_.blocking[index];
    const auto rule = rule_of(call);
    auto path = paths_.path_to(call.function);
    const auto loop = paths_.loop_root(call.function, call.site);
    if (loop != npos && (!path || labels_.roots[loop].confidence >= path->confidence)) {
      path = Path{loop, {}, {}, labels_.roots[loop].confidence};
    }
    if (!path) return path;
    const auto blocks = [&](FunctionIndex from, std::uint32_t edge) {
      return !analysis::is_harmless(labels_, index, from, edge);
    };
    if (!path->edges.empty() && !blocks(path->from.back(), path->edges.back())) {
      path = paths_.path_avoiding(call.function, options_.analyze.confidence, [](auto) { return true; }, blocks);
      if (!path) return path;
    }
    const auto& site = site_of(call.function, call.site);
    if (const auto at = suppressions_.covering(site.location, rule); at != npos) {
      hidden.push_back(suppressions_.info(at));
      return path;
    }
    std::uint32_t first = npos;
    const auto root_allowed = [&](std::uint32_t root) {
      const auto at = hidden_root(root, rule);
      if (first == npos) first = at;
      return at == npos;
    };
    const auto edge_allowed = [&](FunctionIndex from, std::uint32_t edge) {
      if (!blocks(from, edge)) return false;
      const auto at = hidden_edge(from, edge, rule);
      if (first == npos) first = at;
      return at == npos;
    };
    bool allowed = root_allowed(path->root);
    for (std::size_t i = 0; i < path->edges.size(); ++i)
      allowed = edge_allowed(path->from[i], path->edges[i]) && allowed;
    if (allowed) return path;
    if (auto other = paths_.path_avoiding(call.function, options_.analyze.confidence, root_allowed, edge_allowed)) {
      return other;
    }
    hidden.push_back(suppressions_.info(first));
    return path;
  }

  /// Steps on which the call blocks and is not suppressed.
  analysis::EdgeFilter open_edges(std::uint32_t index, const RuleName& rule) {
    return [this, index, rule](FunctionIndex from, std::uint32_t edge) {
      return !analysis::is_harmless(labels_, index, from, edge) && hidden_edge(from, edge, rule) == npos;
    };
  }

  void missing_follow_up(std::size_t index) {
    const auto& missing = labels_.missing[index];
    const auto& rule = rules_.requires_[missing.rule];
    Finding finding;
    finding.rule = rule.id;
    finding.category = rule.category;
    finding.severity = rule.severity;
    finding.why = rule.why;
    const auto fix = rule.fix.contains("any") ? rule.fix.find("any") : rule.fix.find("default");
    finding.fix = fix == rule.fix.end() ? "" : fix->second;
    anywhere(std::move(finding), missing.function, missing.site, change_of(&Novelty::missing, index));
  }

  void misuse(std::size_t index) {
    const auto& found = labels_.misuses[index];
    Finding finding;
    finding.rule = std::string(to_string(found.category)) + "/coroutine";
    finding.category = found.category;
    finding.confidence = found.confidence;
    const bool discarded = found.category == Category::discarded_awaitable;
    finding.severity = discarded ? Severity::error : Severity::warning;
    finding.why = discarded ? "A lazy coroutine does nothing until it is awaited, so this call has no effect."
                            : "Other work runs while the coroutine is suspended and may want the same lock, and the "
                              "coroutine may resume, and unlock, on another thread.";
    finding.fix = discarded ? "co_await the call, or hand it to something that starts it"
                            : "end the scope of the guard before the co_await, or use an asynchronous mutex";
    anywhere(std::move(finding), found.function, found.site, change_of(&Novelty::misuses, index));
  }

  /// A finding that holds whoever makes the call.
  void anywhere(Finding finding, FunctionIndex function, std::uint32_t index, State change) {
    const auto& site = site_of(function, index);
    const std::string id = finding.rule;
    const RuleName rule{id, finding.category};
    const auto& off = options_.analyze.rules_off;
    if (std::find(off.begin(), off.end(), id) != off.end() || !suppressions_.is_on(site.location, rule)) return;
    finding.severity = suppressions_.severity(site.location, rule).value_or(finding.severity);
    finding.call = program_.functions[site.callee].name;
    fill_place(finding, function, site);
    fill_path(finding, Path{}, function, site);
    finding.context = {
        "none", "", program_.functions[function].display, "", place_of(program_.functions[function].location), {}};
    const auto at = suppressions_.covering(site.location, rule);
    if (at != npos) finding.suppressed.push_back(suppressions_.info(at));
    keep(std::move(finding), site, npos, change);
  }

  // ---- parts of a finding ---------------------------------------------------------------------------------------

  void fill_place(Finding& finding, FunctionIndex function, const Site& site) {
    finding.location = place_of(site.location);
    finding.function = program_.functions[function].display;
    finding.message = analysis::message_for(finding.category, finding.call);
  }

  void fill_path(Finding& finding, const Path& path, FunctionIndex last, const Site& site) const {
    auto told = analysis::tell_path(program_, labels_, path, last, site);
    finding.path = std::move(told.steps);
    finding.boundary = told.boundary;
  }

  ContextInfo context_of(std::uint32_t index) const {
    const auto& root = labels_.roots[index];
    const auto& function = program_.functions[root.function];
    return {std::string(to_string(root.kind)), root.framework,           function.display, root.what,
            place_of(function.location),       place_of(root.registered)};
  }

  /// Copies of a context (one per instantiation, one per unit of a header) are one context.
  void further_contexts(Finding& finding, const std::vector<std::uint32_t>& calls) {
    finding.more_contexts.clear();
    std::set<std::pair<std::string, Place>> seen{{finding.context.function, finding.context.location}};
    const RuleName rule{finding.rule, finding.category};
    const auto root_allowed = [&](std::uint32_t root) { return hidden_root(root, rule) == npos; };
    for (const auto index : calls) {
      if (seen.size() > counted_contexts) break;
      const auto& call = labels_.blocking[index];
      for (const auto root : paths_.roots_reaching(call.function, call.site, options_.analyze.confidence,
                                                   counted_contexts, root_allowed, open_edges(index, rule))) {
        auto context = context_of(root);
        if (!seen.emplace(context.function, context.location).second) continue;
        if (finding.more_contexts.size() < listed_contexts) finding.more_contexts.push_back(std::move(context));
      }
    }
    finding.more_contexts_count = static_cast<std::uint32_t>(seen.size() - 1);
  }

  void keep(Finding finding, const Site& site, std::uint32_t call, State change) {
    auto& kept = kept_[{site.location.file, site.location.line, site.location.column, finding.rule}];
    if (call != npos) kept.calls.push_back(call);
    if (kept.finding.rule.empty()) {
      kept.finding = std::move(finding);
      kept.change = change;
      return;
    }
    // What the change causes speaks for the copies that it does not concern.
    const bool known = change == State::unchanged;
    const bool was_known = kept.change == State::unchanged;
    if (known != was_known ? known : !is_better(finding, kept.finding)) return;
    kept.finding = std::move(finding);
    kept.change = change;
    if (call != npos) std::swap(kept.calls.front(), kept.calls.back());
  }

  static bool is_better(const Finding& a, const Finding& b) {
    return std::tuple(!a.suppressed.empty(), -static_cast<int>(a.confidence), analysis::length_of(a.path),
                      a.context.function, a.context.location) <
           std::tuple(!b.suppressed.empty(), -static_cast<int>(b.confidence), analysis::length_of(b.path),
                      b.context.function, b.context.location);
  }

  const Site& site_of(FunctionIndex function, std::uint32_t site) const {
    return program_.bodies[program_.functions[function].body].sites[site];
  }

  Place place_of(const SourceLocation& location) const { return analysis::place_of(program_, location); }

  // ---- the report around the findings ---------------------------------------------------------------------------

  /// A fingerprint knows rule, call, function and context, and which of several such calls it is; no line, no file.
  static void fingerprints(std::vector<Kept>& all) {
    std::map<std::uint64_t, unsigned> count;
    for (auto& kept : all) {
      auto& finding = kept.finding;
      auto hash = mix(digest(finding.rule), digest(finding.call));
      hash = mix(mix(hash, digest(finding.function)), digest(finding.context.function));
      hash = mix(hash, count[hash]++);
      char text[17];
      std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
      finding.fingerprint = text;
    }
  }

  // ---- the baseline ---------------------------------------------------------------------------------------------

  void apply_baseline(std::vector<Kept>& all) {
    BaselineSummary summary;
    summary.complete = !options_.partial && std::all_of(program_.units.begin(), program_.units.end(),
                                                        [](const Unit& u) { return u.status == UnitStatus::ok; });
    std::vector<Finding*> live;
    for (auto& kept : all) {
      if (kept.finding.suppressed.empty()) live.push_back(&kept.finding);
    }
    analysis::apply(*options_.baseline, live, [this](const std::string& rule) { return is_asked_for(rule); }, summary);
    for (auto& kept : all) {
      if (kept.finding.state == State::updated) show_new_way(kept);
    }
    report_.baseline = std::move(summary);
  }

  bool is_asked_for(const std::string& rule) const {
    const auto category = parse_category(rule.substr(0, rule.find('/')));
    const auto& off = options_.analyze.rules_off;
    if (std::find(off.begin(), off.end(), rule) != off.end()) return false;
    return !category || analysis::wanted(options_.analyze, *category);
  }

  /// Lets a known finding tell how it is reached newly.
  void show_new_way(Kept& kept) {
    // Of several contexts with one name, the last ones are taken to be new.
    std::set<std::pair<std::string, Place>> fresh;
    auto names = kept.finding.new_contexts;
    for (auto root = kept.roots.rbegin(); root != kept.roots.rend(); ++root) {
      const auto& function = program_.functions[labels_.roots[*root].function];
      const auto name = std::find(names.begin(), names.end(), function.display);
      if (name == names.end()) continue;
      names.erase(name);
      fresh.emplace(function.display, place_of(function.location));
    }
    const std::string id = kept.finding.rule;
    const RuleName rule{id, kept.finding.category};
    const auto root_allowed = [&](std::uint32_t root) {
      const auto& function = program_.functions[labels_.roots[root].function];
      return fresh.contains({function.display, place_of(function.location)}) && hidden_root(root, rule) == npos;
    };
    std::optional<Finding> best;
    for (const auto index : kept.calls) {
      const auto& call = labels_.blocking[index];
      auto path = paths_.path_avoiding(call.function, options_.analyze.confidence, root_allowed,
                                       open_edges(index, rule), program_.functions.size() + 1);
      const auto loop = paths_.loop_root(call.function, call.site);
      if (!path && loop != npos && root_allowed(loop)) path = Path{loop, {}, {}, labels_.roots[loop].confidence};
      if (!path) continue;
      auto finding = finding_for(call, *path);
      if (!best || is_better(finding, *best)) best = std::move(finding);
    }
    if (!best) return;
    best->fingerprint = kept.finding.fingerprint;
    best->state = kept.finding.state;
    best->contexts = std::move(kept.finding.contexts);
    best->new_contexts = std::move(kept.finding.new_contexts);
    kept.finding = std::move(*best);
    further_contexts(kept.finding, kept.calls);
  }

  const Program& program_;
  const RuleSet& rules_;
  const Labels& labels_;
  const Witness& witness_;
  const JudgeOptions& options_;
  PathFinder paths_;
  analysis::Suppressions suppressions_;
  std::optional<analysis::NovelPaths> novel_paths_;
  Report report_;
  std::map<Key, Kept> kept_;
};

}  // namespace

Report judge(const Program& program, const RuleSet& rules, const Labels& labels, const Witness& witness,
             const JudgeOptions& options) {
  return Judge(program, rules, labels, witness, options).run();
}

}  // namespace stallhound
