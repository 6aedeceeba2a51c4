// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Report: what a scan tells people and tools. Plain values; every renderer reads this and nothing else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "stallhound/baseline.h"
#include "stallhound/evidence.h"
#include "stallhound/policy.h"
#include "stallhound/rules.h"

namespace stallhound {

/// A place in a file, for people and tools.
struct Place {
  std::string file;          ///< Relative to the project root with forward slashes; absolute outside of it.
  std::uint32_t line = 0;    ///< From 1.
  std::uint32_t column = 0;  ///< From 1, in bytes.
  bool operator==(const Place&) const = default;
  auto operator<=>(const Place&) const = default;
};

/// One function on the way from a context to a blocking call. `location` is the place inside `function` at which the
/// next step (for the last step: the blocking call) happens.
struct PathStep {
  std::string function;  ///< Display name: "session()".
  Place location;
  std::string via;      ///< How the next one is reached: call, virtual, indirect, callback, constructor, destructor.
  std::string snippet;  ///< The source line, without its line end; empty if the file cannot be read.
  std::uint32_t left_out = 0;  ///< Of a very long path, how many steps between this one and the next are not told.
};

/// Why a function is loop code.
struct ContextInfo {
  std::string kind;       ///< coroutine, callback, override, attribute, declared, loop; "none" for misuse findings
  std::string framework;  ///< Framework id; "" if none.
  std::string function;   ///< Display name.
  std::string what;       ///< "libuv timer callback"; may be empty.
  Place location;         ///< Of the function's definition.
  Place registered;       ///< Where it was handed to the loop; line 0 if nowhere.
};

/// A reason from the closed list, with what it speaks about in the words of a report.
struct Explanation {
  Reason reason = Reason::none;
  std::string function;  ///< Display name; may be empty.
  Place place{};         ///< Line 0 if the reason speaks about no place.
  std::string what{};    ///< The words of the rule behind it; may be empty.
};

/// The sentence of a reason: "the loop at src/loop.cpp:13 is taken for an event loop".
std::string sentence_of(const Explanation& explanation);

enum class State : std::uint8_t { fresh, unchanged, updated };
std::string_view to_string(State);  ///< "new", "unchanged", "updated".

/// A comment or setting that hides a finding.
struct SuppressionInfo {
  std::string kind;  ///< "comment", or "setting" for what the project's configuration says.
  Place location;
  std::string reason;  ///< May be empty.
};

struct Finding {
  std::string rule;  ///< "sleep/posix"
  Category category = Category::sleep;
  Severity severity = Severity::warning;
  Confidence confidence = Confidence::definite;
  Cost cost = Cost::milliseconds;
  std::vector<Explanation> because;  ///< Why confidence is not definite, and why the cost was raised; in that order.
  bool in_loop = false;              ///< A loop surrounds the call or a step of the path.
  bool raised = false;   ///< That made the cost a class higher; what is unbounded by itself cannot be raised.
  std::string message;   ///< One sentence, no trailing period.
  std::string why;       ///< From the pack.
  std::string fix;       ///< From the pack, in the terms of the context's framework.
  Place location;        ///< Of the blocking call.
  std::string snippet;   ///< Its source line.
  std::string call;      ///< Name of the blocking function: "usleep".
  std::string function;  ///< Display name of the function that makes the call.
  ContextInfo context;
  std::vector<ContextInfo> more_contexts;  ///< Further contexts that reach the call, nearest first; capped.
  std::uint32_t more_contexts_count = 0;   ///< How many there are in all (>= more_contexts.size()).
  std::vector<PathStep> path;              ///< From the context to the function that makes the call; never empty.
  std::uint32_t boundary = 0;              ///< Index into path: the last async frame, where an offload belongs.
  std::string fingerprint;                 ///< 16 hex digits; does not depend on lines or file names.
  State state = State::fresh;
  std::vector<std::string> contexts;        ///< Names of all contexts, sorted; only if a baseline asks for them.
  std::vector<std::string> new_contexts;    ///< State::updated: the names that the baseline does not have.
  std::vector<SuppressionInfo> suppressed;  ///< Empty for a live finding.
};

/// Something that kept a part of the project from being analysed.
struct Problem {
  std::string kind;  ///< parse-error, missing-header, crash, too-deep, too-large, too-slow, killed, no-process,
                     ///< missing-file, bad-command, unused-suppression, suppression-without-reason, unused-setting
  std::string file;  ///< Relative to the project root where possible.
  std::string message;
};

/// A library function that loop code calls and that no pack describes.
struct UnknownFunction {
  std::string name;
  std::uint64_t calls = 0;     ///< Calls in functions that loop code reaches.
  std::uint64_t contexts = 0;  ///< Contexts that reach such a call.
};

/// What could not be resolved.
struct Unresolved {
  std::uint64_t indirect_calls = 0;  ///< Indirect calls in loop code without a known target.
  std::uint64_t missing_bodies = 0;  ///< Functions called from loop code with neither body nor pack entry.
  std::uint64_t failed_units = 0;
  std::vector<UnknownFunction> unknown{};  ///< Those that most contexts reach come first; at most 20.
};

/// Code of the project that is not judged, since a pack says what it does.
struct ModelledCode {
  std::string pack;
  std::uint64_t functions = 0;
};

struct SlowContext {
  std::string function;
  Place location;
  std::uint32_t findings = 0;
  Cost worst = Cost::microseconds;
};

struct Summary {
  std::uint64_t translation_units = 0;
  std::uint64_t failed = 0;
  std::uint64_t functions = 0;  ///< Functions with a body in the project.
  std::uint64_t contexts = 0;
  std::uint64_t findings = 0;  ///< Live ones: neither suppressed nor known to the baseline as they are.
  std::uint64_t suppressed = 0;
  std::uint64_t failing = 0;  ///< Of the findings, definite ones at or above the level that fails.
  std::map<Category, std::uint64_t> by_category;
  std::map<Severity, std::uint64_t> by_severity;
  std::vector<SlowContext> slowest;  ///< Contexts with the worst findings, at most 5.
};

/// How the findings compare with a baseline. Suppressed ones do not count.
struct BaselineSummary {
  std::string file;  ///< As the user named it.
  std::uint64_t fresh = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t updated = 0;
  std::vector<BaselineEntry> fixed;  ///< Entries that no finding belongs to; empty if not everything was analysed.
  std::vector<BaselineEntry> kept;   ///< The others, without contexts that no longer reach the call.
  bool complete = true;              ///< Everything was analysed: what was not found is gone.
};

/// The changes that a report is limited to.
struct ChangeSummary {
  std::string since;        ///< Revision as the user named it.
  std::uint64_t files = 0;  ///< Files that changed.
  std::uint64_t units = 0;  ///< Translation units that one of them concerns.
};

/// Text about a rule for SARIF and docs; one per rule id that a finding uses.
struct RuleText {
  std::string id;
  Category category = Category::sleep;
  std::string title;  ///< "Sleep in loop code (POSIX and the C library)"
  std::string why;
  std::string fix;
  Severity severity = Severity::warning;
};

enum class Outcome : std::uint8_t { pass, fail, not_judged };
std::string_view to_string(Outcome);  ///< "pass", "fail", "not-judged".

/// What a scan says in the end. Failing comes before not being judged, and that before passing.
struct Verdict {
  Outcome outcome = Outcome::pass;
  int exit_code = 0;
  std::string why;  ///< One clause, no period.
};

struct Report {
  std::string tool_version;
  std::string root;  ///< Absolute path of the project root.
  std::string command_line;
  Summary summary;
  std::vector<RuleText> rules;    ///< Sorted by id.
  std::vector<Finding> findings;  ///< Sorted by file, line, column, rule. Suppressed ones are included.
  std::vector<Problem> problems;  ///< Sorted by file, kind.
  Unresolved unresolved;
  std::vector<ModelledCode> modelled;        ///< Most functions first.
  std::optional<BaselineSummary> baseline;   ///< If findings were compared with one.
  std::optional<ChangeSummary> changes;      ///< If only what changes cause is reported.
  FailLevel fail_level = Severity::warning;  ///< Findings at or above it (and definite) fail the scan.
  bool own_fail_levels = false;              ///< Some sections of the configuration have another one.
  Verdict verdict;
};

}  // namespace stallhound
