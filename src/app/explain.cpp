// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <type_traits>

#include "analyze/replaced_code.h"
#include "app/output.h"
#include "app/rules_prose.h"
#include "app/rules_sentences.h"

namespace stallhound {
namespace {

constexpr std::size_t listed_callers = 5;
/// Functions that are looked at on the way back from a call.
constexpr std::size_t followed_callers = 256;

std::string at(const Place& place) { return fmt::format("{}:{}:{}", place.file, place.line, place.column); }

/// A place, what stands there, and what it means.
void step(std::ostream& out, const Place& place, const std::string& snippet, const std::string& text) {
  out << "  " << at(place) << "\n";
  const auto first = snippet.find_first_not_of(" \t");
  if (first != std::string::npos) out << "      " << snippet.substr(first) << "\n";
  out << "    " << text << "\n";
}

std::string context_reason(const ContextInfo& context) {
  const std::string what = context.what.empty() ? "" : " (" + context.what + ")";
  if (context.kind == "coroutine") {
    return fmt::format("'{}' is a coroutine{}; coroutines run on a loop unless every start is on a pool",
                       context.function, context.framework.empty() ? "" : " of " + context.framework);
  }
  if (context.kind == "callback")
    return fmt::format("'{}' is handed to the loop as a callback{}", context.function, what);
  if (context.kind == "override")
    return fmt::format("'{}' overrides a function that the loop calls{}", context.function, what);
  if (context.kind == "attribute") return fmt::format("'{}' is marked as loop code{}", context.function, what);
  if (context.kind == "declared") return fmt::format("a rule declares '{}' to be loop code{}", context.function, what);
  if (context.kind == "loop") return fmt::format("'{}' contains an event loop of its own{}", context.function, what);
  return fmt::format("'{}' makes the call; this rule holds wherever it is made", context.function);
}

std::string step_reason(const std::string& via, const std::string& function, const std::string& next) {
  if (via == "virtual")
    return fmt::format("'{}' makes a virtual call, of which '{}' is one of the implementations", function, next);
  if (via == "indirect") return fmt::format("'{}' calls through a place that can hold '{}'", function, next);
  if (via == "callback") return fmt::format("'{}' hands '{}' to code that calls it there and then", function, next);
  if (via == "constructor") return fmt::format("'{}' constructs an object, which runs '{}'", function, next);
  if (via == "destructor") return fmt::format("an object of '{}' is destroyed, which runs '{}'", function, next);
  return fmt::format("'{}' calls '{}'", function, next);
}

/// Why a finding is no more certain: ", since the loop at src/loop.cpp:13 is taken for an event loop".
std::string reasons_of(const Finding& finding, std::string_view before) {
  std::string text;
  for (const auto& reason : finding.because) {
    if (reason.reason == Reason::repeated) continue;
    text += text.empty() ? before : "; and ";
    text += sentence_of(reason);
  }
  return text;
}

/// The frameworks whose words may help: the finding's own, then those of other loop code in this program.
std::vector<std::string> frameworks_for(const Reasoning& analysis, const Finding& finding) {
  std::set<std::string> others;
  for (const auto& root : analysis.labels.roots) others.insert(root.framework);
  std::vector<std::string> frameworks{finding.context.framework};
  others.erase(finding.context.framework);
  others.erase("");
  frameworks.insert(frameworks.end(), others.begin(), others.end());
  return frameworks;
}

void explain_one(const Reasoning& analysis, const Finding& finding, std::ostream& out) {
  out << fmt::format("{}: {}: {} [{}]\n\n", at(finding.location), to_string(finding.severity), finding.message,
                     finding.rule);
  out << "Why this is loop code\n";
  step(out, finding.context.location, "", context_reason(finding.context));
  if (finding.context.registered.line != 0) step(out, finding.context.registered, "", "it is registered here");
  if (finding.more_contexts_count != 0) {
    out << fmt::format("    {} further contexts reach the call as well\n", finding.more_contexts_count);
  }
  out << "\nHow the call is reached\n";
  for (std::size_t i = 0; i < finding.path.size(); ++i) {
    const auto& here = finding.path[i];
    const std::string next = i + 1 < finding.path.size() ? finding.path[i + 1].function : finding.call;
    const auto reason = here.left_out == 0 ? step_reason(here.via, here.function, next)
                                           : fmt::format("'{}' leads to '{}' through {} further functions",
                                                         here.function, next, here.left_out);
    step(out, here.location, here.snippet, reason);
  }
  out << fmt::format("    confidence: {}{}\n", to_string(finding.confidence), reasons_of(finding, ", since "));
  out << "\nWhy it blocks\n  " << finding.why << "\n";
  out << fmt::format("  cost: {}{}\n", to_string(finding.cost),
                     finding.raised ? ", raised because it happens in a loop" : "");
  const auto frameworks = frameworks_for(analysis, finding);
  out << explain_name(analysis.rules, finding.call, &frameworks);
  out << "\nWhat would make it safe\n  " << finding.fix << "\n";
  if (finding.boundary < finding.path.size()) {
    out << fmt::format("  the last asynchronous function on the way is '{}', at {}: an offload belongs there\n",
                       finding.path[finding.boundary].function, at(finding.path[finding.boundary].location));
  }
  out << fmt::format(
      "  if it is meant to be: // NOLINT(stallhound-{}): REASON at the call, at a call on the way, or at the context,\n"
      "  or [[clang::annotate(\"stallhound::allow_blocking\")]] on a function of the path\n",
      to_string(finding.category));
  for (const auto& comment : finding.suppressed) out << fmt::format("  it is suppressed at {}\n", at(comment.location));
}

class Silence {
 public:
  Silence(const Reasoning& analysis, std::ostream& out) : program_(analysis.program), analysis_(analysis), out_(out) {}

  /// Explains all calls on a line; false if there is none.
  bool explain(const std::string& file, std::uint32_t line) {
    bool any = false;
    std::set<std::string> seen;
    for (const auto& body : program_.bodies) {
      for (std::uint32_t s = 0; s < body.sites.size(); ++s) {
        const auto& site = body.sites[s];
        if (site.location.line != line || program_.files[site.location.file].path != file) continue;
        any = true;
        const auto text = about(static_cast<FunctionIndex>(body.function), s, site);
        if (!text.empty() && seen.insert(text).second) out_ << text;
      }
    }
    return any;
  }

 private:
  std::string about(FunctionIndex function, std::uint32_t s, const Site& site) {
    const auto& caller = program_.functions[function];
    if (site.callee == 0) {
      const auto pack = pack_of(function);
      return pack != npos ? fmt::format("an indirect call in '{}'\n", caller.display) + left_to(pack, caller)
                          : fmt::format("an indirect call in '{}': {}\n", caller.display, indirect(function));
    }
    const auto& callee = program_.functions[site.callee];
    std::string text = fmt::format("'{}' in '{}'\n", callee.name, caller.display);
    const auto reported = reported_at(site, callee);
    if (const auto pack = pack_of(function); pack != npos && reported.empty()) {
      const bool telling = (site.flags & site_implicit) == 0 || !analysis_.rules.find_function(callee.name).empty();
      return telling ? text + left_to(pack, caller) : "";
    }
    bool blocking_reported = false;
    for (const auto* finding : reported) {
      text += about_reported(*finding);
      blocking_reported = blocking_reported || finding->context.kind != "none";
    }
    text += about_follow_ups(function, s);
    if (blocking_reported) return text;
    for (const auto& call : accepted_at(function, s)) {
      if (call.rule.kind == RuleKind::blocking) text += accepted_reason(call);
      if (call.because.reason == Reason::own_wait) return text;
    }
    const auto& blocking = analysis_.labels.blocking;
    const auto blocks = std::find_if(blocking.begin(), blocking.end(), [&](const BlockingCall& call) {
      return call.function == function && call.site == s;
    });
    if (blocks != blocking.end()) {
      return text + unreached(function, static_cast<std::uint32_t>(blocks - blocking.begin()));
    }
    if (text.find('\n') + 1 < text.size()) return text;
    // Calls that nobody would take for blocking are only worth a word if they were written.
    if ((site.flags & site_implicit) != 0) return "";
    if (const auto pack = pack_of(static_cast<FunctionIndex>(site.callee)); pack != npos)
      return text + left_to(pack, callee);
    if (callee.body != npos) return text + "  is a function of the project: what counts are the calls inside of it\n";
    return text + "  no pack says that it blocks (stallhound rules show NAME tells what they know)\n";
  }

  /// The findings about a call.
  std::vector<const Finding*> reported_at(const Site& site, const Function& callee) const {
    std::vector<const Finding*> found;
    const auto file = relative_to(program_.root, program_.files[site.location.file].path);
    for (const auto& finding : analysis_.report.findings) {
      if (finding.location.line == site.location.line && finding.location.column == site.location.column &&
          finding.call == callee.name && finding.location.file == file) {
        found.push_back(&finding);
      }
    }
    return found;
  }

  std::string about_reported(const Finding& finding) const {
    if (!finding.suppressed.empty()) {
      return fmt::format("  would be reported [{}], but is suppressed at {}\n", finding.rule,
                         at(finding.suppressed.front().location));
    }
    if (finding.confidence == Confidence::possible) {
      return fmt::format("  is only possible [{}]{}; --confidence possible shows it\n", finding.rule,
                         reasons_of(finding, ": "));
    }
    return fmt::format("  is reported [{}], fingerprint {}\n", finding.rule, finding.fingerprint);
  }

  // ---- code that a pack stands for ------------------------------------------------------------------------------

  std::uint32_t pack_of(FunctionIndex function) const {
    return analysis::pack_instead_of_code(program_, analysis_.rules, analysis_.options.walk, function);
  }

  std::string left_to(std::uint32_t pack, const Function& function) const {
    const auto& id = analysis_.rules.packs[pack].id;
    return fmt::format(
        "  '{}' belongs to a library that the pack `{}` describes: its code is not judged; --walk {} judges it\n",
        function.name, id, id);
  }

  // ---- handles that need a follow-up call -----------------------------------------------------------------------

  std::string about_follow_ups(FunctionIndex function, std::uint32_t s) const {
    std::string text;
    for (const auto& call : accepted_at(function, s)) {
      if (call.rule.kind == RuleKind::require) text += follow_up_reason(call);
    }
    const auto& off = analysis_.options.rules_off;
    for (const auto& missing : analysis_.labels.missing) {
      const auto& id = analysis_.rules.requires_[missing.rule].id;
      if (missing.function != function || missing.site != s) continue;
      if (std::find(off.begin(), off.end(), id) == off.end()) continue;
      text += fmt::format("  lacks a follow-up call [{}], but the project's configuration turns the rule off\n", id);
    }
    return text;
  }

  std::string follow_up_reason(const AcceptedCall& call) const {
    const auto& rule = analysis_.rules.requires_[call.rule.index];
    if (call.because.reason == Reason::needs_no_follow_up) {
      return fmt::format("  is named by [{}], but {}\n", rule.id, sentence(call.because)) + conditions_of(rule);
    }
    std::string calls;
    for (const auto& follow_up : rule.satisfied_by) {
      calls += (calls.empty() ? "" : "; or ") + list(follow_up.names, "or");
      if (follow_up.when) calls += fmt::format(" (where {})", describe(*follow_up.when));
    }
    return fmt::format("  makes a handle that needs a call of {} [{}]: {}\n", calls, rule.id, sentence(call.because));
  }

  template <class Rule>
  static std::string conditions_of(const Rule& rule) {
    std::string text;
    const std::string_view verb = std::is_same_v<Rule, BlockingRule> ? "blocks" : "needs one";
    const std::string_view denied = std::is_same_v<Rule, BlockingRule> ? "does not block" : "needs none";
    if (rule.when) text += fmt::format("    it {} only if {}\n", verb, describe(*rule.when));
    if (rule.unless) text += fmt::format("    it {} if {}\n", denied, describe(*rule.unless));
    return text;
  }

  std::string accepted_reason(const AcceptedCall& call) const {
    const auto& rule = analysis_.rules.blocking[call.rule.index];
    const auto reason = call.because.reason;
    const bool runs_here = reason != Reason::hop && reason != Reason::guard;
    auto text = fmt::format("  is named by [{}], but {}{}", rule.id, runs_here ? "" : "runs ", sentence(call.because));
    if (reason == Reason::category_off) {
      text += fmt::format(": {}; --category {} turns it on", to_string(rule.category), to_string(rule.category));
    }
    return text + '\n' + (reason == Reason::arguments ? conditions_of(rule) : "");
  }

  /// What was decided about a call that a rule names.
  std::span<const AcceptedCall> accepted_at(FunctionIndex function, std::uint32_t s) const {
    const auto& all = analysis_.labels.accepted;
    const auto before = [](const AcceptedCall& a, const AcceptedCall& b) {
      return std::pair(a.function, a.site) < std::pair(b.function, b.site);
    };
    const auto [first, last] = std::equal_range(all.begin(), all.end(), AcceptedCall{function, s, {}, {}}, before);
    return {first, last};
  }

  // ---- calls that no loop code reaches ----------------------------------------------------------------------------

  std::string unreached(FunctionIndex function, std::uint32_t blocking) {
    const auto& caller = program_.functions[function];
    if (analysis_.witness.reach[function].root != npos) {
      if (const auto text = harmless_callers(blocking); !text.empty()) return text;
      return "  blocks and is reached, but another finding at the same place stands for it\n";
    }
    std::string text = fmt::format("  blocks, but no loop code reaches '{}'\n", caller.display);
    for (const auto& offload : analysis_.labels.offloads) {
      if (offload.function != function) continue;
      text += fmt::format("    it is handed to a thread or pool at {}\n", place(offload.location));
    }
    const auto lines = way_back(function);
    if (lines.empty() && text.find('\n') + 1 == text.size()) text += "    nothing in the scanned units calls it\n";
    for (std::size_t i = 0; i < lines.size() && i < listed_callers; ++i) text += lines[i];
    if (lines.size() > listed_callers) text += fmt::format("    and {} others\n", lines.size() - listed_callers);
    return text;
  }

  /// What stands between loop code and a function: backwards over the steps that are taken, to those that are not.
  std::vector<std::string> way_back(FunctionIndex function) {
    std::vector<std::string> lines;
    const auto note = [&](std::string line) {
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
    };
    std::vector<FunctionIndex> queue{function};
    std::set<FunctionIndex> seen{function};
    for (std::size_t i = 0; i < queue.size() && i < followed_callers; ++i) {
      const auto at = queue[i];
      for (const auto& cut : cuts_into(at)) note(cut_line(cut, at == function));
      if (cuts_into(at).empty()) note_barrier(at, note);
      for (const auto& [from, edge] : callers_of(at)) {
        // Further up, only what stands in the way is of interest.
        if (at == function) note(call_line(from, analysis_.labels.edges[edge].site, at == function));
        if (seen.insert(from).second) queue.push_back(from);
      }
    }
    return lines;
  }

  template <class Note>
  void note_barrier(FunctionIndex function, const Note& note) const {
    const auto& all = analysis_.labels.barriers;
    const auto found = std::lower_bound(all.begin(), all.end(), function,
                                        [](const Barrier& barrier, FunctionIndex f) { return barrier.function < f; });
    if (found == all.end() || found->function != function) return;
    note(fmt::format("    '{}' at {}: {}\n", program_.functions[function].display,
                     place(program_.functions[function].location), sentence(found->because)));
  }

  /// The words of the rule that a reason goes back to: the annotation that marks a function, else " (what it says)".
  std::string what_of(const Because& because) const {
    if (because.rule == npos) return "";
    if (because.reason == Reason::barrier_annotation) {
      for (const auto& text : program_.functions[because.function].annotations) {
        const auto found = analysis_.rules.annotations.find(text);
        const RuleRef rule{RuleKind::registration, because.rule};
        if (found != analysis_.rules.annotations.end() &&
            std::find(found->second.begin(), found->second.end(), rule) != found->second.end()) {
          return text;
        }
      }
    }
    const auto& what = analysis_.rules.registrations[because.rule].what;
    return what.empty() ? "" : fmt::format(" ({})", what);
  }

  std::string cut_line(const CutEdge& cut, bool direct) const {
    const auto line = call_line(cut.from, cut.site, direct, cut.to);
    return fmt::format("{}, but {}\n", line.substr(0, line.size() - 1), sentence(cut.because));
  }

  /// "    called by 'session()' at src/session.cpp:34".
  std::string call_line(FunctionIndex from, std::uint32_t site, bool direct, FunctionIndex to = 0) const {
    const auto& caller = program_.functions[from];
    const auto at = place(program_.bodies[caller.body].sites[site].location);
    return fmt::format("    {}called by '{}' at {}{}\n",
                       direct ? "" : fmt::format("'{}' is ", program_.functions[to].display), caller.display, at,
                       offloaded(from) ? ", which runs on a thread or pool" : "");
  }

  std::span<const CutEdge> cuts_into(FunctionIndex function) const {
    const auto& all = analysis_.labels.cuts;
    const auto [first, last] = std::equal_range(all.begin(), all.end(), CutEdge{0, function, 0, Via::call, {}},
                                                [](const CutEdge& a, const CutEdge& b) { return a.to < b.to; });
    return {first, last};
  }

  /// The steps into a function that are taken: who makes them, and which.
  const std::vector<std::pair<FunctionIndex, std::uint32_t>>& callers_of(FunctionIndex function) {
    if (callers_.empty()) {
      callers_.resize(program_.functions.size());
      for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
        for (auto e = analysis_.labels.first_edge[f]; e < analysis_.labels.first_edge[f + 1]; ++e) {
          callers_[analysis_.labels.edges[e].to].emplace_back(f, e);
        }
      }
    }
    return callers_[function];
  }

  /// The text of a reason, with what it speaks about.
  std::string sentence(const Because& because) const {
    Explanation explanation{because.reason, "", {}, what_of(because)};
    if (because.function != 0) {
      const auto& function = program_.functions[because.function];
      explanation.function = function.display;
      const auto& location =
          because.site == npos ? function.location : program_.bodies[function.body].sites[because.site].location;
      explanation.place = {relative_to(program_.root, program_.files[location.file].path), location.line,
                           location.column};
    }
    return sentence_of(explanation);
  }

  /// The callers whose arguments keep the call from blocking.
  std::string harmless_callers(std::uint32_t blocking) const {
    std::string text;
    for (const auto& harmless : analysis_.labels.harmless) {
      if (harmless.blocking != blocking) continue;
      const auto& caller = program_.functions[harmless.caller];
      text += fmt::format("    '{}' at {}\n", caller.display,
                          place(program_.bodies[caller.body].sites[harmless.site].location));
    }
    return text.empty() ? text : "  depends on a parameter, and does not block with what loop code passes\n" + text;
  }

  bool offloaded(FunctionIndex function) const {
    return std::any_of(analysis_.labels.offloads.begin(), analysis_.labels.offloads.end(),
                       [function](const Offload& offload) { return offload.function == function; });
  }

  std::string indirect(FunctionIndex function) const {
    return analysis_.labels.unresolved_calls[function] != 0
               ? "what it calls is not known, or is one of too many functions"
               : "its targets are known; what they call is reported where it stands";
  }

  std::string place(const SourceLocation& location) const {
    return fmt::format("{}:{}", relative_to(program_.root, program_.files[location.file].path), location.line);
  }

  const Program& program_;
  const Reasoning& analysis_;
  std::ostream& out_;
  std::vector<std::vector<std::pair<FunctionIndex, std::uint32_t>>> callers_;  ///< Made when first asked for.
};

}  // namespace

int explain_finding(const Reasoning& analysis, const std::string& fingerprint, std::ostream& out, std::ostream& err) {
  bool any = false;
  for (const auto& finding : analysis.report.findings) {
    if (!finding.fingerprint.starts_with(fingerprint)) continue;
    if (any) out << '\n';
    explain_one(analysis, finding, out);
    any = true;
  }
  if (any) return 0;
  err << "stallhound: error: no finding has the fingerprint '" << fingerprint
      << "' (--format json shows fingerprints; give explain the options of the scan)\n";
  return 2;
}

int explain_silence(const Reasoning& analysis, const std::string& place, const std::string& directory,
                    std::ostream& out, std::ostream& err) {
  namespace fs = std::filesystem;
  // A column may follow, as in the places that reports print.
  std::string file = place;
  std::uint32_t line = 0;
  for (int part = 0; part < 2; ++part) {
    const auto colon = file.rfind(':');
    if (colon == std::string::npos) break;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(file.data() + colon + 1, file.data() + file.size(), number);
    if (error != std::errc() || end != file.data() + file.size()) break;
    line = number;
    file.resize(colon);
  }
  if (line == 0) {
    err << "stallhound: error: why-not needs FILE:LINE, not '" << place << "'\n";
    return 2;
  }
  std::error_code ignored;
  for (const auto& candidate : {fs::path(directory) / file, fs::path(analysis.program.root) / file}) {
    const auto path = fs::weakly_canonical(candidate, ignored).string();
    if (Silence(analysis, out).explain(path, line)) return 0;
  }
  err << "stallhound: error: " << place
      << ": no call stands on this line of any scanned unit (code in #if branches that "
      << "are off, uninstantiated templates, and branches that never run are not seen)\n";
  return 2;
}

}  // namespace stallhound
