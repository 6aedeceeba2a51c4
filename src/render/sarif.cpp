// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SARIF 2.1.0, for code scanning services and editors. The result message carries links to the related locations, the
// code flow is the call path. Line hashes are not made up: the uploading service computes its own. Byte columns become
// UTF-16 columns where the source line is known; elsewhere they stand as they are, which is right for ASCII.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/compressed_size.h"
#include "render/common.h"
#include "render/render.h"

namespace stallhound {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* schema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr const char* home = "https://github.com/stallhound/stallhound";
constexpr const char* rule_page = "https://github.com/stallhound/stallhound/blob/main/docs/writing-rules.md";
constexpr const char* root_base = "SRCROOT";

/// What the report calls unresolved, as notifications.
struct Gap {
  const char* id;
  const char* description;
  const char* noun;
  const char* message;
  std::uint64_t Unresolved::* count;
};
constexpr std::array<Gap, 2> gaps = {{
    {"unresolved-indirect-calls", "Indirect calls in loop code whose target is not known.", "indirect call",
     "without a known target in loop code: blocking behind them cannot be seen.", &Unresolved::indirect_calls},
    {"missing-bodies", "Functions called from loop code with neither a body nor a rule.", "function",
     "called from loop code with neither a body nor a rule: blocking behind them cannot be seen.",
     &Unresolved::missing_bodies},
}};

constexpr const char* unknown_functions = "unknown-functions";
constexpr const char* left_out = "results-left-out";
constexpr const char* shortened = "code-flows-shortened";
constexpr std::size_t named_steps = 20;  ///< Of a path in a message; the code flow has them all.

/// With a period, unless the text ends in code or has its own.
std::string sentence(std::string text) {
  if (!text.empty() && std::string_view(".!?;").find(text.back()) == std::string_view::npos) text += '.';
  return text;
}

/// In messages, brackets make links; names such as operator[] must not.
std::string escape(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

Json message(std::string_view text) { return {{"text", escape(text)}}; }

/// "sleep/posix" -> "SleepPosix".
std::string pascal_case(std::string_view id) {
  std::string name;
  bool upper = true;
  for (const char c : id) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      upper = true;
      continue;
    }
    name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return name;
}

/// The anchor that a Markdown page gives to the heading "sleep/posix".
std::string anchor(std::string_view id) {
  std::string result;
  for (const char c : id) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_') result += c;
  }
  return result;
}

Json artifact(std::string_view file) {
  Json location = {{"uri", render::to_uri(file)}};
  if (!render::is_absolute(file)) location["uriBaseId"] = root_base;
  return location;
}

/// A place as a SARIF location; null if the file is not known.
Json location(const Place& place, std::string_view snippet = {}) {
  if (place.file.empty()) return {};
  Json physical = {{"artifactLocation", artifact(place.file)}};
  if (place.line != 0) {
    Json region = {{"startLine", place.line}};
    if (place.column != 0) {
      region["startColumn"] = render::utf16_column(snippet, place.column);
      const std::size_t length = render::name_length(snippet, place.column);
      if (length != 0) {
        region["endColumn"] = render::utf16_column(snippet, place.column + static_cast<std::uint32_t>(length));
      }
    }
    if (!snippet.empty()) region["snippet"] = {{"text", snippet}};
    physical["region"] = std::move(region);
  }
  return {{"physicalLocation", std::move(physical)}};
}

class SarifRenderer {
 public:
  /// `kept`: how many of the findings the file shall hold, by importance.
  SarifRenderer(const Report& report, const SarifLimits& limits, std::size_t kept) : report_(report), limits_(limits) {
    kept_ = render::by_importance(report);
    dropped_.assign(kept_.begin() + static_cast<std::ptrdiff_t>(kept), kept_.end());
    kept_.resize(kept);
    std::sort(kept_.begin(), kept_.end());
    shortened_ = std::count_if(kept_.begin(), kept_.end(), [&](std::size_t index) {
      return report.findings[index].path.size() >= limits.flow_locations;
    });
    has_baseline_ = report.baseline.has_value();
    for (const RuleText& rule : report.rules) rules_.try_emplace(rule.id, rule);
    for (const Finding& finding : report.findings) {
      RuleText stand_in{finding.rule, finding.category, finding.rule, finding.why, finding.fix, finding.severity};
      rules_.try_emplace(finding.rule, std::move(stand_in));
      has_baseline_ |= finding.state != State::fresh;
      has_suppressions_ |= !finding.suppressed.empty();
    }
    std::size_t index = 0;
    for (const auto& rule : rules_) rule_index_[rule.first] = index++;
    index = 0;
    for (const Problem& problem : report.problems) notification_index_.try_emplace(problem.kind, 0);
    for (const Gap& gap : gaps) {
      if (report.unresolved.*gap.count != 0) notification_index_.try_emplace(gap.id, 0);
    }
    if (!report.unresolved.unknown.empty()) notification_index_.try_emplace(unknown_functions, 0);
    if (!dropped_.empty()) notification_index_.try_emplace(left_out, 0);
    if (shortened_ != 0) notification_index_.try_emplace(shortened, 0);
    for (auto& entry : notification_index_) entry.second = index++;
  }

  Json render() const {
    Json results = Json::array();
    for (const std::size_t index : kept_) results.push_back(result(report_.findings[index]));
    Json run = {
        {"tool", {{"driver", driver()}}},
        {"invocations", Json::array({invocation()})},
        {"originalUriBaseIds", {{root_base, root()}}},
        {"automationDetails", {{"id", "stallhound/"}}},
        {"columnKind", "utf16CodeUnits"},
        {"results", std::move(results)},
        {"properties", {{"verdict", {{"result", to_string(report_.verdict.outcome)}, {"why", report_.verdict.why}}}}}};
    return {{"$schema", schema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  }

 private:
  Json root() const {
    std::string uri = render::to_uri(report_.root);
    if (!uri.ends_with('/')) uri += '/';
    return {{"uri", uri}, {"description", {{"text", "The root of the project."}}}};
  }

  Json driver() const {
    Json rules = Json::array();
    for (const auto& entry : rules_) rules.push_back(rule(entry.second));
    Json result = {{"name", "stallhound"},
                   {"version", report_.tool_version},
                   {"semanticVersion", report_.tool_version},
                   {"informationUri", home},
                   {"rules", std::move(rules)}};
    Json notifications = Json::array();
    for (const auto& entry : notification_index_) notifications.push_back(notification_descriptor(entry.first));
    if (!notifications.empty()) result["notifications"] = std::move(notifications);
    return result;
  }

  static Json rule(const RuleText& rule) {
    const std::string title = rule.title.empty() ? rule.id : rule.title;
    const std::string why = rule.why.empty() ? sentence(title) : sentence(rule.why);
    const std::string fix = rule.fix.empty() ? "Move the call off the event loop." : sentence(rule.fix);
    const std::string_view level = rule.severity == Severity::note ? "recommendation" : to_string(rule.severity);
    return {{"id", rule.id},
            {"name", pascal_case(rule.id)},
            {"shortDescription", {{"text", sentence(title)}}},
            {"fullDescription", {{"text", why}}},
            {"help",
             {{"text", fmt::format("{}\n\nFix: {}", why, fix)},
              {"markdown", fmt::format("## {}\n\n{}\n\n**Fix:** {}", title, why, fix)}}},
            {"helpUri", fmt::format("{}#{}", rule_page, anchor(rule.id))},
            {"defaultConfiguration", {{"level", to_string(rule.severity)}}},
            {"properties",
             {{"tags", {"event-loop", "performance", "reliability", to_string(rule.category)}},
              {"precision", "high"},
              {"problem.severity", level}}}};
  }

  static Json notification_descriptor(const std::string& id) {
    const auto gap = std::find_if(gaps.begin(), gaps.end(), [&](const Gap& g) { return g.id == id; });
    std::string text = "A part of the project could not be analysed.";
    std::string help = "Compile the unit by hand with the command from compile_commands.json and mend what it reports.";
    if (gap != gaps.end()) {
      text = gap->description;
      help = "Describe the functions in a rule pack, or declare their targets, if they may block.";
    } else if (id == unknown_functions) {
      text = "Library functions that loop code calls and that no rule pack describes.";
      help = "Write a rule pack for the library, if its functions may block.";
    } else if (id == left_out) {
      text = "Findings that the file has no room for, since code scanning services limit its size.";
      help =
          "Scan parts of the project into files of their own, or raise --confidence. --format json has all findings.";
    } else if (id == shortened) {
      text = "Code flows without the middle of a very long call path.";
      help = "--format json has the whole path.";
    } else if (id == "unused-suppression") {
      text = "A comment suppresses findings where there are none.";
      help = "Remove the comment.";
    } else if (id == "suppression-without-reason") {
      text = "A comment that suppresses findings gives no reason, and reasons are required.";
      help = "Write the reason after a colon: NOLINT(stallhound-sleep): start-up only.";
    } else if (id == "unused-setting") {
      text = "The project's configuration names a function that no scanned code has.";
      help = "Mend the name, or remove it.";
    }
    // A name that differs from the id, which one-word ids would not give.
    return {{"id", id},
            {"name", "Scan" + pascal_case(id)},
            {"shortDescription", {{"text", text}}},
            {"fullDescription", {{"text", text}}},
            {"help", {{"text", help}}}};
  }

  static bool is_about_settings(const Problem& problem) {
    return problem.kind == "unused-suppression" || problem.kind == "suppression-without-reason" ||
           problem.kind == "unused-setting";
  }

  Json invocation() const {
    const Summary& summary = report_.summary;
    const bool nothing_read = summary.translation_units != 0 && summary.failed >= summary.translation_units;
    Json invocation = Json::object();
    if (!report_.command_line.empty()) invocation["commandLine"] = report_.command_line;
    invocation["executionSuccessful"] = report_.verdict.exit_code != 2 && !nothing_read;
    invocation["exitCode"] = report_.verdict.exit_code;
    Json notifications = Json::array();
    for (const Problem& problem : report_.problems) {
      const char* level = is_about_settings(problem) ? "warning" : "error";
      Json item = notification(problem.kind, level, sentence(problem.message));
      if (!problem.file.empty()) item["locations"] = Json::array({location({problem.file, 0, 0})});
      notifications.push_back(std::move(item));
    }
    for (const Gap& gap : gaps) {
      const std::uint64_t count = report_.unresolved.*gap.count;
      if (count == 0) continue;
      const std::string text = fmt::format("{} {}", render::count_of(count, gap.noun), gap.message);
      notifications.push_back(notification(gap.id, "note", text));
    }
    if (!report_.unresolved.unknown.empty()) {
      std::string names;
      for (const UnknownFunction& function : report_.unresolved.unknown) {
        names += fmt::format("{}'{}' ({})", names.empty() ? "" : ", ", function.name,
                             render::count_of(function.contexts, "context"));
      }
      const std::string text = "Library functions that loop code calls and no rule pack describes: " + names + ".";
      notifications.push_back(notification(unknown_functions, "note", text));
    }
    if (!dropped_.empty()) notifications.push_back(notification(left_out, "warning", dropped_text()));
    if (shortened_ != 0) {
      const std::string text = fmt::format(
          "{} shortened to {} locations: the middle of the path is left out.",
          shortened_ == 1 ? "1 code flow is" : fmt::format("{} code flows are", shortened_), limits_.flow_locations);
      notifications.push_back(notification(shortened, "note", text));
    }
    if (!notifications.empty()) invocation["toolExecutionNotifications"] = std::move(notifications);
    return invocation;
  }

  /// What is left out, by kind, so that a reader can tell whether it matters.
  std::string dropped_text() const {
    std::map<std::string_view, std::uint64_t> open;
    std::uint64_t known = 0;
    std::uint64_t suppressed = 0;
    for (const std::size_t index : dropped_) {
      const Finding& finding = report_.findings[index];
      if (!finding.suppressed.empty()) {
        ++suppressed;
      } else if (finding.state == State::unchanged) {
        ++known;
      } else {
        ++open[to_string(finding.severity)];
      }
    }
    std::string kinds;
    const auto add = [&](const std::string& text) { kinds += (kinds.empty() ? "" : ", ") + text; };
    for (const auto& [severity, count] : open) add(render::count_of(count, severity));
    if (known != 0) add(fmt::format("{} in the baseline", known));
    if (suppressed != 0) add(fmt::format("{} suppressed", suppressed));
    return fmt::format(
        "{} of {} left out ({}): code scanning services take at most {} results and {} bytes compressed.",
        dropped_.size(), render::count_of(report_.findings.size(), "result"), kinds, limits_.results, limits_.bytes);
  }

  Json notification(const std::string& id, const char* level, const std::string& text) const {
    return {{"descriptor", {{"id", id}, {"index", notification_index_.at(id)}}},
            {"level", level},
            {"message", message(text)}};
  }

  Json result(const Finding& finding) const {
    Json related = Json::array();
    const auto relate = [&](const Place& place, std::string_view snippet, const std::string& text) -> std::size_t {
      Json item = location(place, snippet);
      if (item.is_null() || place.line == 0) return 0;
      item["message"] = message(sentence(text));
      Json with_id = {{"id", related.size() + 1}};
      with_id.update(item);
      related.push_back(std::move(with_id));
      return related.size();
    };
    const std::size_t context = relate(finding.context.location, {}, render::describe(finding.context));
    const std::size_t registration = relate(finding.context.registered, {}, "Here it is handed to the event loop");
    if (const PathStep* step = render::boundary_of(finding)) {
      relate(step->location, step->snippet, fmt::format("'{}' is where an offload belongs", step->function));
    }

    Json result = {{"ruleId", finding.rule},
                   {"ruleIndex", rule_index_.at(finding.rule)},
                   {"level", to_string(finding.severity)},
                   {"message", {{"text", text_of(finding, context, registration)}}}};
    const Json place = location(finding.location, finding.snippet);
    if (!place.is_null()) result["locations"] = Json::array({place});
    if (Json flow = code_flow(finding); !flow.empty()) {
      Json thread_flow = {{"locations", std::move(flow)}};
      Json thread_flows = {{"threadFlows", Json::array({std::move(thread_flow)})}};
      result["codeFlows"] = Json::array({std::move(thread_flows)});
    }
    if (!related.empty()) result["relatedLocations"] = std::move(related);
    if (!finding.fingerprint.empty()) result["partialFingerprints"] = {{"stallhound/v1", finding.fingerprint}};
    if (has_baseline_) result["baselineState"] = to_string(finding.state);
    // SARIF wants the property on all results of a run or on none.
    if (has_suppressions_) result["suppressions"] = suppressions(finding);
    result["properties"] = {{"confidence", to_string(finding.confidence)},
                            {"cost", to_string(finding.cost)},
                            {"category", to_string(finding.category)},
                            {"priority", render::priority_of(finding.severity)}};
    return result;
  }

  /// The whole story in a few sentences. `context` and `registration` are ids of related locations, 0 if absent.
  static std::string text_of(const Finding& finding, std::size_t context, std::size_t registration) {
    const std::string here = registration == 0 ? "" : fmt::format("[here]({})", registration);
    const std::string marker(1, '\x01');  // Stands for the link while the rest is escaped.
    std::string reason = escape(render::describe(finding.context, here.empty() ? "" : marker));
    if (const std::size_t at = reason.find(marker); at != std::string::npos) reason.replace(at, 1, here);
    const std::string name = fmt::format("'{}'", escape(finding.context.function));
    if (const std::size_t at = reason.find(name); context != 0 && at != std::string::npos) {
      reason.replace(at + 1, name.size() - 2, fmt::format("[{}]({})", name.substr(1, name.size() - 2), context));
    }
    std::string text = fmt::format("{} Here, {}", escape(sentence(finding.message)), reason);
    if (finding.path.size() > 1) {
      text += " and reaches the call through ";
      for (std::size_t i = 1; i < finding.path.size(); ++i) {
        if (i == named_steps / 2 && finding.path.size() > named_steps + 1) {
          const std::size_t next = finding.path.size() - named_steps / 2;
          text += fmt::format(" > ({} more)", next - i);
          i = next;
        }
        text += fmt::format("{}'{}'", i == 1 ? "" : " > ", escape(finding.path[i].function));
      }
    }
    text = sentence(text);
    if (finding.more_contexts_count != 0) {
      text +=
          fmt::format(" {} the call, too.", finding.more_contexts_count == 1
                                                ? "1 more context reaches"
                                                : fmt::format("{} more contexts reach", finding.more_contexts_count));
    }
    if (finding.confidence != Confidence::definite) {
      text += fmt::format(" Confidence: {}.", to_string(finding.confidence));
    }
    if (!finding.fix.empty()) text += " Fix: " + escape(sentence(finding.fix));
    return text;
  }

  Json code_flow(const Finding& finding) const {
    Json flow = Json::array();
    const auto add = [&](const Place& place, std::string_view snippet, const std::string& text, std::size_t level) {
      Json item = location(place, snippet);
      if (item.is_null() || place.line == 0) return;
      item["message"] = message(sentence(text));
      const bool is_end = level == 0 || level == finding.path.size();
      flow.push_back(
          {{"location", std::move(item)}, {"nestingLevel", level}, {"importance", is_end ? "essential" : "important"}});
    };
    add(finding.context.location, {}, render::describe(finding.context), 0);
    // Of a path that is too long both ends are kept: the loop code and the call.
    const std::size_t most = std::max<std::size_t>(limits_.flow_locations, 3) - 1;
    const std::size_t gap = finding.path.size() > most ? finding.path.size() - most : 0;
    const std::size_t gap_begin = gap == 0 ? finding.path.size() : most / 2;
    for (std::size_t i = 0; i < finding.path.size(); ++i) {
      std::string text = render::describe_step(finding, i);
      if (i == gap_begin) {
        i += gap;
        text =
            fmt::format("({} are left out here) {}", render::count_of(gap, "step"), render::describe_step(finding, i));
      }
      add(finding.path[i].location, finding.path[i].snippet, text, i + 1);
    }
    return flow;
  }

  static Json suppressions(const Finding& finding) {
    Json result = Json::array();
    for (const SuppressionInfo& info : finding.suppressed) {
      Json item = {{"kind", info.kind == "comment" ? "inSource" : "external"}};
      if (!info.reason.empty()) item["justification"] = info.reason;
      if (Json place = location(info.location); !place.is_null()) item["location"] = std::move(place);
      result.push_back(std::move(item));
    }
    return result;
  }

  const Report& report_;
  const SarifLimits& limits_;
  std::vector<std::size_t> kept_;     ///< Indices of findings, ascending.
  std::vector<std::size_t> dropped_;  ///< The others.
  std::ptrdiff_t shortened_ = 0;      ///< Code flows that have to be cut.
  std::map<std::string, RuleText> rules_;
  std::map<std::string, std::size_t> rule_index_;
  std::map<std::string, std::size_t> notification_index_;
  bool has_baseline_ = false;
  bool has_suppressions_ = false;
};

}  // namespace

std::string render_sarif(const Report& report, const SarifLimits& limits) {
  std::size_t kept = std::min(report.findings.size(), limits.results);
  while (true) {
    const Json document = SarifRenderer(report, limits, kept).render();
    std::string text = document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    const std::size_t size = text.size() <= limits.bytes ? text.size() : compressed_size(text);
    if (size <= limits.bytes || kept == 0) return text;
    // What the same share of results would take, a little less, and at least one result less.
    const double share = static_cast<double>(limits.bytes) / static_cast<double>(size) * 0.97;
    kept = std::min(kept - 1, static_cast<std::size_t>(static_cast<double>(kept) * share));
  }
}

}  // namespace stallhound
