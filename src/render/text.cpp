// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Text: the report for a person at a terminal. Places stand first in their line as compilers print them, so that
// editors and terminals can jump to them. What a reader has just seen is not said again: the reason and the fix of a
// rule stand once per file, a path that equals the one before it is only mentioned.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "render/common.h"
#include "render/render.h"

namespace stallhound {
namespace {

using namespace render;

constexpr std::size_t max_problems = 10;
constexpr std::size_t max_named_contexts = 2;
// Up to this many findings the reader sees all of them at once and needs no table.
constexpr std::size_t few_findings = 3;
constexpr std::size_t max_name_width = 60;
// A project may well have a wrapper or two whose names look like those of a library.
constexpr std::uint64_t considerable_functions = 10;

class TextRenderer {
 public:
  TextRenderer(const Report& report, const TextStyle& style) : report_(report), style_(style) {}

  std::string render() {
    for (const Finding& finding : report_.findings) {
      if (is_open(finding)) print(finding);
    }
    print_problems();
    print_fixed();
    if (shown_ > few_findings) {
      print_table();
      print_slowest();
    }
    print_closing();
    return std::move(out_);
  }

 private:
  enum Colour { plain, bold, red, magenta, cyan, green, faint };

  std::string paint(Colour colour, std::string_view text) const {
    static constexpr std::array<const char*, 7> codes = {"",           "\x1b[1m",    "\x1b[1;31m", "\x1b[1;35m",
                                                         "\x1b[1;36m", "\x1b[1;32m", "\x1b[2m"};
    if (!style_.color || colour == plain) return std::string(text);
    return fmt::format("{}{}\x1b[0m", codes[colour], text);
  }

  static Colour colour_of(Severity severity) {
    return severity == Severity::error ? red : severity == Severity::warning ? magenta : cyan;
  }

  void line(std::string_view text) { out_.append(text).append("\n"); }

  void note(const Place& place, std::string_view text) {
    const std::string where = place.line == 0 ? "" : printable(to_text(place)) + ": ";
    line(fmt::format("{}{} {}", where, paint(cyan, "note:"), printable(text)));
  }

  /// "  label: text", wrapped, with the following lines under the first word.
  void prose(std::string_view label, std::string_view text) {
    const std::string indent(label.size() + 4, ' ');
    std::string current = fmt::format("  {} ", paint(cyan, fmt::format("{}:", label)));
    std::size_t width = indent.size();
    bool first = true;
    const auto end_line = [&] {
      line(current);
      current = indent;
      width = indent.size();
      first = true;
    };
    const std::string clean = prose_text(text);
    for (std::size_t i = 0; i < clean.size();) {
      if (clean[i] == '\n') end_line();
      if (clean[i] == ' ' || clean[i] == '\n') {
        ++i;
        continue;
      }
      const std::string_view word = std::string_view(clean).substr(i, clean.find_first_of(" \n", i) - i);
      const std::size_t word_width = display_width(word);
      if (!first && style_.width != 0 && width + 1 + word_width > style_.width) end_line();
      if (!first) current += ' ';
      current += word;
      width += word_width + (first ? 0 : 1);
      first = false;
      i += word.size();
    }
    line(current);
  }

  /// Line breaks survive, everything else that is not printable does not.
  static std::string prose_text(std::string_view text) {
    std::string result;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      result += printable(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!text.empty()) result += '\n';
    }
    return result;
  }

  void print(const Finding& finding) {
    if (shown_ == 0 || finding.location.file != file_) {
      file_ = finding.location.file;
      explained_.clear();
      fixes_.clear();
    }
    ++shown_;
    ++table_[finding.category][static_cast<std::size_t>(finding.severity)];
    line(fmt::format("{} {} {} {}", paint(bold, printable(to_text(finding.location)) + ":"),
                     paint(colour_of(finding.severity), fmt::format("{}:", to_string(finding.severity))),
                     paint(bold, printable(finding.message)), paint(bold, fmt::format("[{}]", finding.rule))));
    print_source(finding);
    print_path(finding);
    print_remarks(finding);
    print_advice(finding);
    line("");
    previous_ = &finding;
  }

  void print_source(const Finding& finding) {
    const Place& place = finding.location;
    if (finding.snippet.empty() || place.line == 0 || place.column == 0) return;
    const std::string number = fmt::format("{:>5} | ", place.line);
    const std::size_t room = style_.width > number.size() ? style_.width - number.size() : style_.width;
    const SourceLine source = lay_out(finding.snippet, place.column, room);
    const std::string marks = "^" + std::string(source.marked - 1, '~');
    line(number + source.text);
    line(fmt::format("{:>{}}| {}{}", "", number.size() - 2, std::string(source.caret, ' '), paint(green, marks)));
  }

  void print_path(const Finding& finding) {
    const Place& home = finding.context.location;
    const Place& start = home.line == 0 && !finding.path.empty() ? finding.path.front().location : home;
    const bool known = previous_ != nullptr && same_way(*previous_, finding);
    if (known) {
      const bool direct = finding.path.size() < 2;
      note(start, fmt::format("{} '{}', as above", direct ? "in" : "reached from", finding.context.function));
    } else {
      const Place& registered = finding.context.registered;
      note(start, describe(finding.context, registered.line == 0 ? "" : "at " + to_text(registered)));
    }
    const std::size_t last = finding.path.empty() ? 0 : finding.path.size() - 1;
    for (std::size_t i = 0; i < finding.path.size(); ++i) {
      const PathStep& step = finding.path[i];
      // The headline already shows the last step, unless what it does is not plain to see in the source.
      if (i == last ? step.via == "call" || step.via.empty() : known) continue;
      const bool offload = i == finding.boundary && i != 0 && i != last;
      note(step.location, describe_step(finding, i) + (offload ? "; an offload belongs here" : ""));
    }
    if (finding.more_contexts_count == 0) return;
    if (!known || previous_->more_contexts_count != finding.more_contexts_count) {
      prose("also", "reached from " + more_contexts(finding));
    }
  }

  static bool same_way(const Finding& a, const Finding& b) {
    if (a.context.function != b.context.function || a.context.location != b.context.location) return false;
    if (a.path.size() != b.path.size() || a.boundary != b.boundary || b.path.empty()) return false;
    const auto same_step = [](const PathStep& x, const PathStep& y) {
      return x.function == y.function && x.location == y.location && x.via == y.via;
    };
    return std::equal(a.path.begin(), a.path.end() - 1, b.path.begin(), same_step) &&
           a.path.back().function == b.path.back().function;
  }

  static std::string more_contexts(const Finding& finding) {
    std::vector<std::string> items;
    for (const ContextInfo& context : finding.more_contexts) {
      if (items.size() == max_named_contexts) break;
      items.push_back(fmt::format("'{}'", context.function));
    }
    const std::size_t rest =
        finding.more_contexts_count - std::min<std::size_t>(finding.more_contexts_count, items.size());
    if (rest != 0) items.push_back(count_of(rest, items.empty() ? "context" : "more context"));
    std::string result;
    for (std::size_t i = 0; i < items.size(); ++i) {
      result += i == 0 ? "" : i + 1 == items.size() ? " and " : ", ";
      result += items[i];
    }
    return result;
  }

  void print_remarks(const Finding& finding) {
    for (const auto& reason : finding.because) {
      if (reason.reason == Reason::repeated) {
        prose("cost", fmt::format("{}, since {}", to_string(finding.cost), sentence_of(reason)));
      } else {
        prose("confidence", fmt::format("{}, since {}", to_string(finding.confidence), sentence_of(reason)));
      }
    }
    if (finding.state == State::updated && !report_.baseline) {
      prose("change", "the call was there before; the change reaches it in a new way, or makes it worse");
    } else if (finding.state == State::updated) {
      const auto rest = finding.new_contexts.size() - std::min<std::size_t>(finding.new_contexts.size(), 1);
      prose("baseline", fmt::format("a known finding that '{}'{} did not reach before", finding.context.function,
                                    rest == 0 ? "" : " and " + count_of(rest, "other context")));
    }
  }

  void print_advice(const Finding& finding) {
    if (!finding.why.empty() && explained_.insert(finding.why).second) prose("why", finding.why);
    if (finding.fix.empty()) return;
    const auto [known, is_new] = fixes_.try_emplace(finding.fix, finding.location.line);
    const bool same_line = known->second == finding.location.line;
    prose("fix", is_new ? finding.fix : same_line ? "as above" : fmt::format("as for line {}", known->second));
  }

  /// One line per distinct problem: a missing header breaks fifty units in the same way.
  void print_problems() {
    std::map<std::pair<std::string, std::string>, std::vector<const Problem*>> groups;
    for (const Problem& problem : report_.problems) groups[{problem.kind, problem.message}].push_back(&problem);
    if (groups.empty()) return;
    line(paint(bold, "problems:"));
    std::size_t printed = 0;
    std::size_t rest = report_.problems.size();
    for (const auto& [key, problems] : groups) {
      if (printed++ == max_problems) break;
      rest -= problems.size();
      const std::string file = problems.front()->file.empty() ? "" : printable(problems.front()->file) + ": ";
      const std::string others =
          problems.size() == 1 ? "" : fmt::format(" (and in {})", count_of(problems.size() - 1, "more file"));
      line(fmt::format("  {}{} {}{}", file, paint(magenta, key.first + ":"), first_line(key.second), others));
    }
    if (rest != 0) line(fmt::format("  ... and {} more", rest));
    line("");
  }

  void print_fixed() {
    if (!report_.baseline || report_.baseline->fixed.empty()) return;
    const auto& fixed = report_.baseline->fixed;
    line(paint(bold, "fixed since the baseline:"));
    for (std::size_t i = 0; i < fixed.size() && i < max_problems; ++i) {
      line(fmt::format("  '{}' in '{}' [{}]", printable(fixed[i].call), printable(fixed[i].function), fixed[i].rule));
    }
    if (fixed.size() > max_problems) line(fmt::format("  ... and {} more", fixed.size() - max_problems));
    line("  stallhound baseline --prune drops what is fixed from the baseline");
    line("");
  }

  static std::string first_line(std::string_view text) { return printable(text.substr(0, text.find('\n'))); }

  void print_table() {
    if (table_.size() < 2) return;
    line(paint(bold, fmt::format("{:<20}{:>8}{:>10}{:>7}", "category", "errors", "warnings", "notes")));
    for (const auto& [category, counts] : table_) {
      const auto cell = [&](Severity severity, std::size_t width) {
        const std::uint64_t count = counts[static_cast<std::size_t>(severity)];
        const std::string text = fmt::format("{:>{}}", count == 0 ? "-" : std::to_string(count), width);
        return paint(count == 0 ? faint : colour_of(severity), text);
      };
      line(fmt::format("{:<20}{}{}{}", to_string(category), cell(Severity::error, 8), cell(Severity::warning, 10),
                       cell(Severity::note, 7)));
    }
    line("");
  }

  void print_slowest() {
    const auto& slowest = report_.summary.slowest;
    if (slowest.size() < 2) return;
    std::size_t width = 0;
    for (const SlowContext& context : slowest) {
      width = std::max(width, std::min(display_width(printable(context.function)), max_name_width));
    }
    line(paint(bold, "slowest contexts"));
    for (const SlowContext& context : slowest) {
      const std::string name = printable(context.function);
      const std::size_t used = display_width(name);
      line(fmt::format("  {}{}  {:>12}, {:<12}  {}", name, std::string(width > used ? width - used : 0, ' '),
                       count_of(context.findings, "finding"), to_string(context.worst),
                       printable(to_text(context.location))));
    }
    line("");
  }

  void print_closing() {
    const Summary& summary = report_.summary;
    const Unresolved& unresolved = report_.unresolved;
    std::string gaps;
    if (unresolved.indirect_calls != 0) {
      gaps += count_of(unresolved.indirect_calls, "indirect call") + " without a known target";
    }
    if (unresolved.missing_bodies != 0) {
      gaps += (gaps.empty() ? "" : ", ") + count_of(unresolved.missing_bodies, "function") + " without a body";
    }
    if (!gaps.empty()) line(paint(faint, "not followed: " + gaps));
    if (!unresolved.unknown.empty()) line(paint(faint, "in no pack: " + unknown_functions()));
    if (const auto modelled = modelled_code(); !modelled.empty()) line(paint(faint, "not judged: " + modelled));

    const std::string scope = fmt::format("{}, {}", count_of(summary.translation_units, "translation unit"),
                                          count_of(summary.contexts, "context"));
    std::string cause;
    if (report_.changes) {
      cause = fmt::format(" caused by the changes since {} ({}, {})", printable(report_.changes->since),
                          count_of(report_.changes->files, "file"), count_of(report_.changes->units, "unit"));
    }
    const std::uint64_t suppressed = hidden([](const Finding& f) { return !f.suppressed.empty(); });
    const std::uint64_t known =
        hidden([](const Finding& f) { return f.suppressed.empty() && f.state == State::unchanged; });
    std::string outcome;
    if (shown_ != 0) {
      outcome = fmt::format("{} ({}){} in {}", paint(bold, count_of(shown_, "finding")), severities(), cause, scope);
    } else if (summary.translation_units == 0 || summary.failed >= summary.translation_units) {
      outcome = paint(bold, "Nothing could be analysed") + ": " + scope;
    } else if (summary.contexts == 0) {
      outcome = paint(bold, "No event-loop code found") + " in " + scope;
    } else if (known + suppressed != 0) {
      outcome = paint(green, known != 0 ? "No new findings" : "No open findings") + cause + " in " + scope;
    } else {
      outcome = paint(green, "No blocking calls in loop code") + cause + ": " + scope;
    }
    const auto add = [&](std::uint64_t count, std::string_view text) {
      if (count != 0) outcome += fmt::format("; {}", text);
    };
    add(known, fmt::format("{} in the baseline", known));
    add(report_.baseline ? report_.baseline->fixed.size() : 0, paint(green, fixed()));
    add(suppressed, fmt::format("{} suppressed", suppressed));
    add(summary.failed, paint(magenta, count_of(summary.failed, "unit") + " could not be analysed"));
    line(outcome);
    print_verdict();
  }

  void print_verdict() {
    const Verdict& verdict = report_.verdict;
    const Colour colour = verdict.outcome == Outcome::pass ? green : verdict.outcome == Outcome::fail ? red : magenta;
    line(fmt::format("{}: {}", paint(colour, heading_of(verdict.outcome)), printable(verdict.why)));
  }

  std::string fixed() const {
    return fmt::format("{} of the baseline fixed", report_.baseline ? report_.baseline->fixed.size() : 0);
  }

  /// "curl_foo (12 contexts), bar (3 contexts) and 4 others": the library functions that loop code calls most.
  std::string unknown_functions() const {
    const auto& unknown = report_.unresolved.unknown;
    const std::size_t named = std::min<std::size_t>(unknown.size(), 3);
    std::string names;
    for (std::size_t i = 0; i < named; ++i) {
      if (i != 0) names += ", ";
      names += fmt::format("{} ({})", printable(unknown[i].name), count_of(unknown[i].contexts, "context"));
    }
    if (unknown.size() > named) names += fmt::format(" and {}", count_of(unknown.size() - named, "other"));
    return names;
  }

  /// "12 functions of this project, which the pack ae describes; --walk ae judges them": somebody who scans a library,
  /// or a program with a copy of one, would otherwise take silence for praise.
  std::string modelled_code() const {
    std::uint64_t functions = 0;
    for (const ModelledCode& code : report_.modelled) functions += code.functions;
    // What changes cause is asked for again and again, and this does not change.
    if (functions < considerable_functions || report_.changes) return "";
    const std::string count = fmt::format("{} of this project", count_of(functions, "function"));
    if (report_.modelled.size() == 1) {
      const std::string pack = printable(report_.modelled.front().pack);
      return fmt::format("{}, which the pack {} describes; --walk {} judges them", count, pack, pack);
    }
    const std::size_t named = std::min<std::size_t>(report_.modelled.size(), 3);
    std::string packs;
    for (std::size_t i = 0; i < named; ++i) {
      const ModelledCode& code = report_.modelled[i];
      packs += fmt::format("{}{} ({})", i == 0 ? "" : ", ", printable(code.pack), code.functions);
    }
    if (report_.modelled.size() > named) {
      packs += fmt::format(" and {}", count_of(report_.modelled.size() - named, "other"));
    }
    return fmt::format("{}, which packs describe: {}; --walk PACK judges them", count, packs);
  }

  template <class Predicate>
  std::uint64_t hidden(Predicate predicate) const {
    return static_cast<std::uint64_t>(std::count_if(report_.findings.begin(), report_.findings.end(), predicate));
  }

  /// "5 errors, 7 warnings".
  std::string severities() const {
    std::string result;
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
      std::uint64_t count = 0;
      for (const auto& entry : table_) count += entry.second[static_cast<std::size_t>(severity)];
      if (count == 0) continue;
      if (!result.empty()) result += ", ";
      result += paint(colour_of(severity), count_of(count, to_string(severity)));
    }
    return result;
  }

  const Report& report_;
  const TextStyle& style_;
  std::string out_;
  std::string file_;
  std::size_t shown_ = 0;
  const Finding* previous_ = nullptr;
  std::map<Category, std::array<std::uint64_t, 3>> table_;
  std::set<std::string> explained_;             ///< Reasons that this file's findings gave so far.
  std::map<std::string, std::uint32_t> fixes_;  ///< Likewise the fixes, and the line of the finding that tells them.
};

}  // namespace

std::string render_text(const Report& report, const TextStyle& style) { return TextRenderer(report, style).render(); }

}  // namespace stallhound
