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

#include "analyze/paths.h"
#include "analyze/suppress.h"
#include "analyze/texts.h"
#include "analyze/unresolved.h"
#include "base/digest.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

using analysis::Path;
using analysis::PathFinder;

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
        suppressions_(program) {}

  Report run() {
    report_.tool_version = STALLHOUND_VERSION;
    report_.root = program_.root;
    report_.fail_level = options_.fail_on;
    for (std::uint32_t call = 0; call < labels_.blocking.size(); ++call) blocking(call);
    for (const auto& missing : labels_.missing) missing_follow_up(missing);
    for (const auto& found : labels_.misuses) misuse(found);
    for (auto& [key, finding] : findings_) report_.findings.push_back(std::move(finding));
    std::sort(report_.findings.begin(), report_.findings.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.location, a.rule, a.call) < std::tie(b.location, b.rule, b.call);
    });
    fingerprints();
    rule_texts();
    problems();
    report_.unresolved = analysis::account_unresolved(program_, rules_, labels_, witness_, paths_);
    summarise();
    return std::move(report_);
  }

 private:
  // ---- one call -------------------------------------------------------------------------------------------------

  void blocking(std::uint32_t index) {
    const auto& call = labels_.blocking[index];
    const auto& site = site_of(call.function, call.site);
    Finding finding;
    if (call.rule == npos) {
      finding.rule = "wait/declared";
      finding.category = Category::wait;
      finding.cost = Cost::milliseconds;
      finding.why = "The function is declared [[clang::blocking]].";
    } else {
      const auto& rule = rules_.blocking[call.rule];
      finding.rule = rule.id;
      finding.category = rule.category;
      finding.cost = rule.cost;
      finding.why = rule.why;
    }
    std::vector<SuppressionInfo> hidden;
    const auto path = choose_path(call, index, finding, hidden);
    if (!path) return;
    finding.confidence = std::min(call.confidence, path->confidence);
    if (finding.confidence < options_.analyze.confidence) return;
    const auto& root = labels_.roots[path->root];
    finding.call = call.callee != 0 ? program_.functions[call.callee].name : pointer_name(site);
    finding.fix =
        call.rule == npos ? "move the call off the loop" : rules_.fix_for(rules_.blocking[call.rule], root.framework);
    fill_place(finding, call.function, site);
    fill_path(finding, *path, call.function, site);
    finding.context = context_of(path->root);
    finding.in_loop = paths_.in_busy_loop(call.function, call.site, root.function == call.function ? root.loop : npos);
    for (std::size_t i = 0; i < path->edges.size(); ++i) {
      const auto event_loop = path->from[i] == root.function ? root.loop : npos;
      finding.in_loop =
          finding.in_loop || paths_.in_busy_loop(path->from[i], labels_.edges[path->edges[i]].site, event_loop);
    }
    if (finding.in_loop && finding.cost != Cost::unbounded) {
      finding.cost = static_cast<Cost>(static_cast<int>(finding.cost) + 1);
    }
    finding.severity = severity_of(finding.cost);
    finding.suppressed = std::move(hidden);
    further_contexts(finding, call.function, path->root);
    keep(std::move(finding), site);
  }

  /// What an indirect call goes through, for people.
  std::string pointer_name(const Site& site) const {
    const bool named = site.through.kind == ValueKind::slot && !program_.slots[site.through.id].name.empty();
    return named ? program_.slots[site.through.id].name : "(function pointer)";
  }

  /// The witness's path, or another one if that is suppressed on its way; all suppressions that hide the call.
  std::optional<Path> choose_path(const BlockingCall& call, std::uint32_t index, const Finding& finding,
                                  std::vector<SuppressionInfo>& hidden) {
    auto path = paths_.path_to(call.function);
    const auto loop = paths_.loop_root(call.function, call.site);
    if (loop != npos && (!path || labels_.roots[loop].confidence >= path->confidence)) {
      path = Path{loop, {}, {}, labels_.roots[loop].confidence};
    }
    if (!path) return path;
    const auto blocks = [&](FunctionIndex from, std::uint32_t edge) { return !is_harmless(index, from, edge); };
    if (!path->edges.empty() && !blocks(path->from.back(), path->edges.back())) {
      path = paths_.path_avoiding(call.function, options_.analyze.confidence, [](auto) { return true; }, blocks);
      if (!path) return path;
    }
    const auto& site = site_of(call.function, call.site);
    const auto category = to_string(finding.category);
    if (const auto at = suppressions_.covering(site.location, finding.rule, category); at != npos) {
      hidden.push_back(suppression_info(at));
      return path;
    }
    std::uint32_t first = npos;
    const auto root_allowed = [&](std::uint32_t root) {
      const auto at =
          suppressions_.covering(program_.functions[labels_.roots[root].function].location, finding.rule, category);
      if (first == npos) first = at;
      return at == npos;
    };
    const auto edge_allowed = [&](FunctionIndex from, std::uint32_t edge) {
      if (!blocks(from, edge)) return false;
      const auto at = suppressions_.covering(site_of(from, labels_.edges[edge].site).location, finding.rule, category);
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
    hidden.push_back(suppression_info(first));
    return path;
  }

  /// Whether a step passes arguments with which the blocking call in the function that it enters does not block.
  bool is_harmless(std::uint32_t blocking, FunctionIndex from, std::uint32_t edge) const {
    if (labels_.edges[edge].to != labels_.blocking[blocking].function) return false;
    const HarmlessCaller key{blocking, from, labels_.edges[edge].site};
    return std::binary_search(labels_.harmless.begin(), labels_.harmless.end(), key, HarmlessCaller::before);
  }

  void missing_follow_up(const MissingFollowUp& missing) {
    const auto& rule = rules_.requires_[missing.rule];
    Finding finding;
    finding.rule = rule.id;
    finding.category = rule.category;
    finding.severity = rule.severity;
    finding.why = rule.why;
    const auto fix = rule.fix.contains("any") ? rule.fix.find("any") : rule.fix.find("default");
    finding.fix = fix == rule.fix.end() ? "" : fix->second;
    anywhere(std::move(finding), missing.function, missing.site);
  }

  void misuse(const Misuse& found) {
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
    anywhere(std::move(finding), found.function, found.site);
  }

  /// A finding that holds whoever makes the call.
  void anywhere(Finding finding, FunctionIndex function, std::uint32_t index) {
    const auto& site = site_of(function, index);
    finding.call = program_.functions[site.callee].name;
    fill_place(finding, function, site);
    fill_path(finding, Path{}, function, site);
    finding.context = {
        "none", "", program_.functions[function].display, "", place_of(program_.functions[function].location), {}};
    const auto at = suppressions_.covering(site.location, finding.rule, to_string(finding.category));
    if (at != npos) finding.suppressed.push_back(suppression_info(at));
    keep(std::move(finding), site);
  }

  // ---- parts of a finding ---------------------------------------------------------------------------------------

  void fill_place(Finding& finding, FunctionIndex function, const Site& site) {
    finding.location = place_of(site.location);
    finding.function = program_.functions[function].display;
    finding.message = analysis::message_for(finding.category, finding.call);
  }

  void fill_path(Finding& finding, const Path& path, FunctionIndex last, const Site& site) {
    const auto is_async = [&](FunctionIndex f) {
      const auto body = program_.functions[f].body;
      return body != npos && program_.bodies[body].is_coroutine;
    };
    for (std::size_t i = 0; i < path.edges.size(); ++i) {
      const auto& edge = labels_.edges[path.edges[i]];
      const auto from = path.from[i];
      if (is_async(from)) finding.boundary = static_cast<std::uint32_t>(finding.path.size());
      const std::string via(to_string(edge.via));
      finding.path.push_back({program_.functions[from].display, place_of(site_of(from, edge.site).location), via, ""});
      if (edge.through != 0) {
        const auto& through = program_.functions[edge.through];
        finding.path.push_back({through.display, place_of(through.location), via, ""});
      }
    }
    // Of a library's function that was handed over, the call is all there is.
    if (!path.edges.empty() && (program_.functions[last].flags & fn_reference) != 0) return;
    if (is_async(last)) finding.boundary = static_cast<std::uint32_t>(finding.path.size());
    const auto via = site.kind == SiteKind::construct ? Via::constructor
                     : site.kind == SiteKind::destroy ? Via::destructor
                                                      : Via::call;
    finding.path.push_back(
        {program_.functions[last].display, place_of(site.location), std::string(to_string(via)), ""});
  }

  ContextInfo context_of(std::uint32_t index) const {
    const auto& root = labels_.roots[index];
    const auto& function = program_.functions[root.function];
    return {std::string(to_string(root.kind)), root.framework,           function.display, root.what,
            place_of(function.location),       place_of(root.registered)};
  }

  void further_contexts(Finding& finding, FunctionIndex function, std::uint32_t root) {
    const auto others = paths_.roots_reaching({&function, 1}, root, counted_contexts);
    finding.more_contexts_count = static_cast<std::uint32_t>(others.size());
    for (std::size_t i = 0; i < others.size() && i < listed_contexts; ++i) {
      finding.more_contexts.push_back(context_of(others[i]));
    }
  }

  SuppressionInfo suppression_info(std::uint32_t index) const {
    const auto& suppression = program_.suppressions[index];
    return {"comment", place_of(suppression.location), suppression.reason};
  }

  void keep(Finding finding, const Site& site) {
    Key key{site.location.file, site.location.line, site.location.column, finding.rule};
    const auto known = findings_.find(key);
    if (known == findings_.end()) {
      findings_.emplace(std::move(key), std::move(finding));
      return;
    }
    const auto better = [](const Finding& a, const Finding& b) {
      return std::tuple(!a.suppressed.empty(), -static_cast<int>(a.confidence), a.path.size(), a.context.function,
                        a.context.location) < std::tuple(!b.suppressed.empty(), -static_cast<int>(b.confidence),
                                                         b.path.size(), b.context.function, b.context.location);
    };
    if (better(finding, known->second)) known->second = std::move(finding);
  }

  const Site& site_of(FunctionIndex function, std::uint32_t site) const {
    return program_.bodies[program_.functions[function].body].sites[site];
  }

  Place place_of(const SourceLocation& location) const {
    if (location.line == 0) return {};
    const std::string& path = program_.files[location.file].path;
    const auto& root = program_.root;
    const bool inside = path.size() > root.size() && path.starts_with(root) && path[root.size()] == '/';
    return {inside ? path.substr(root.size() + 1) : path, location.line, location.column};
  }

  // ---- the report around the findings ---------------------------------------------------------------------------

  /// A fingerprint knows rule, call, function and context, and which of several such calls it is; no line, no file.
  void fingerprints() {
    std::map<std::uint64_t, unsigned> count;
    for (auto& finding : report_.findings) {
      auto hash = mix(digest(finding.rule), digest(finding.call));
      hash = mix(mix(hash, digest(finding.function)), digest(finding.context.function));
      hash = mix(hash, count[hash]++);
      char text[17];
      std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
      finding.fingerprint = text;
    }
  }

  void rule_texts() {
    std::map<std::string, RuleText> texts;
    for (const auto& finding : report_.findings) {
      auto& text = texts[finding.rule];
      if (!text.id.empty()) continue;
      text.id = finding.rule;
      text.category = finding.category;
      text.severity = finding.severity;
      text.title = analysis::title_of(finding.category);
      text.why = finding.why;
      text.fix = finding.fix;
    }
    for (const auto& rule : rules_.blocking) {
      const auto known = texts.find(rule.id);
      if (known == texts.end()) continue;
      const auto& pack = rules_.packs[rule.origin.pack];
      known->second.title = std::string(analysis::title_of(rule.category)) + " (" + pack.title + ")";
      known->second.severity = severity_of(rule.cost);
    }
    for (auto& [id, text] : texts) report_.rules.push_back(std::move(text));
  }

  void problems() {
    for (const auto& unit : program_.units) {
      if (unit.status == UnitStatus::ok) continue;
      const bool missing = unit.message.find("file not found") != std::string::npos;
      std::string message = unit.message;
      // Relative to the root like everything else, so that reports of two checkouts are equal.
      for (auto at = message.find(program_.root + '/'); at != std::string::npos;
           at = message.find(program_.root + '/')) {
        message.erase(at, program_.root.size() + 1);
      }
      if (missing) message += "; a header that the build generates exists once the build has run";
      if (unit.status == UnitStatus::errors) message += " (what could be recovered was analysed)";
      report_.problems.push_back({missing ? "missing-header" : "parse-error", place_of_file(unit.main_file), message});
    }
    for (const auto index : suppressions_.unused()) {
      const auto place = place_of(program_.suppressions[index].location);
      report_.problems.push_back({"unused-suppression", place.file,
                                  "line " + std::to_string(place.line) + ": this NOLINT comment hides nothing"});
    }
    std::sort(report_.problems.begin(), report_.problems.end(), [](const Problem& a, const Problem& b) {
      return std::tie(a.file, a.kind, a.message) < std::tie(b.file, b.kind, b.message);
    });
  }

  std::string place_of_file(const std::string& path) const {
    const auto& root = program_.root;
    const bool inside = path.size() > root.size() && path.starts_with(root) && path[root.size()] == '/';
    return inside ? path.substr(root.size() + 1) : path;
  }

  void summarise() {
    auto& summary = report_.summary;
    summary.translation_units = program_.units.size();
    for (const auto& unit : program_.units) summary.failed += unit.status != UnitStatus::ok;
    report_.unresolved.failed_units = summary.failed;
    summary.functions = static_cast<std::uint64_t>(std::count_if(
        program_.functions.begin(), program_.functions.end(),
        [](const Function& f) { return f.body != npos && (f.flags & (fn_variable | fn_reference)) == 0; }));
    std::set<FunctionIndex> contexts;
    for (const auto& root : labels_.roots) contexts.insert(root.function);
    summary.contexts = contexts.size();
    bool fails = false;
    std::map<std::pair<std::string, Place>, SlowContext> slow;
    for (const auto& finding : report_.findings) {
      if (!finding.suppressed.empty()) {
        ++summary.suppressed;
        continue;
      }
      ++summary.findings;
      ++summary.by_category[finding.category];
      ++summary.by_severity[finding.severity];
      fails = fails || (finding.confidence == Confidence::definite && finding.severity >= options_.fail_on);
      if (finding.context.kind == "none") continue;
      auto& context = slow[{finding.context.function, finding.context.location}];
      context.function = finding.context.function;
      context.location = finding.context.location;
      ++context.findings;
      context.worst = std::max(context.worst, finding.cost);
    }
    for (auto& [key, context] : slow) summary.slowest.push_back(std::move(context));
    std::sort(summary.slowest.begin(), summary.slowest.end(), [](const SlowContext& a, const SlowContext& b) {
      return std::tie(b.worst, b.findings, a.function, a.location) <
             std::tie(a.worst, a.findings, b.function, b.location);
    });
    if (summary.slowest.size() > 5) summary.slowest.resize(5);
    report_.exit_code = fails ? 1 : summary.failed > 0 ? 3 : 0;
  }

  const Program& program_;
  const RuleSet& rules_;
  const Labels& labels_;
  const Witness& witness_;
  const JudgeOptions& options_;
  PathFinder paths_;
  analysis::Suppressions suppressions_;
  Report report_;
  std::map<Key, Finding> findings_;
};

}  // namespace

Report judge(const Program& program, const RuleSet& rules, const Labels& labels, const Witness& witness,
             const JudgeOptions& options) {
  return Judge(program, rules, labels, witness, options).run();
}

}  // namespace stallhound
