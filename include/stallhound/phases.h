// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The phases of a scan, in the order in which src/app/pipeline.cpp calls them. A phase exposes one function; no phase
// calls another. Data flows as values: what a phase returns is never changed by a later one.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stallhound/baseline.h"
#include "stallhound/facts.h"
#include "stallhound/inputs.h"
#include "stallhound/novelty.h"
#include "stallhound/policy.h"
#include "stallhound/program.h"
#include "stallhound/report.h"
#include "stallhound/rules.h"

namespace stallhound {

// ---- load ------------------------------------------------------------------------------------------------------

/// One translation unit to analyse.
struct TuJob {
  std::string file;                    ///< Absolute path of the main file.
  std::string directory;               ///< Absolute working directory of the command.
  std::vector<std::string> arguments;  ///< Compiler command for Clang: argv[0] first, the file last, no output.
};

struct ProjectQuery {
  std::string build_dir;           ///< -p: a directory or the database file; empty: search upwards, then build/.
  std::vector<std::string> paths;  ///< Only units under these; empty: all. Absolute or relative to `directory`.
  std::string directory;           ///< Current directory, absolute.
  /// --query-driver: patterns of absolute paths; a compiler that matches one is run to ask for its headers and target.
  std::vector<std::string> query_drivers{};
};

struct Project {
  std::string database;              ///< Path of compile_commands.json.
  std::string root;                  ///< Absolute project root; file names in reports are relative to it.
  std::vector<TuJob> jobs;           ///< Sorted by file, without duplicates.
  std::vector<Problem> problems;     ///< Entries that cannot be used (no file, no arguments).
  std::vector<std::string> remarks;  ///< What the commands ask for and a scan does not do, each once; sorted.
};

/// Finds and reads the compile database and makes its commands fit for Clang.
Result<Project> load_project(const ProjectQuery& query);

/// Reads packs in the given order, those of a directory in name order. All mistakes are reported at once.
Result<RuleSet> load_rules(const std::vector<std::string>& files_or_directories);

// ---- extract ---------------------------------------------------------------------------------------------------

struct ExtractOptions {
  std::vector<std::string> roots;     ///< Absolute directories whose code is walked.
  std::string resource_dir;           ///< Clang's resource directory (holds include/stddef.h).
  bool walk_system = false;           ///< Walk bodies in system headers, too.
  std::vector<FileVersion> versions;  ///< What is to be read in place of what is on disk.
  std::vector<std::string> probes{};  ///< Matchers to ask about every call, see RuleSet::probes; they shape the facts.
};

/// What is wrong with a matcher expression.
struct MatcherMistake {
  std::size_t offset = 0;  ///< In the expression, in bytes.
  std::string message;
  std::string word;                ///< The name that is not known; empty if that is not the mistake.
  std::vector<std::string> known;  ///< What may stand in its place.
};

/// Checks a matcher expression in the language of clang-query; nothing if it can be asked about calls.
std::optional<MatcherMistake> check_matcher(const std::string& expression);

/// Parses one unit and records its facts, and on request what it read. Never throws; a unit that cannot be parsed has
/// status failed. `crashes` are the notes that earlier attempts at this unit left when they crashed (base/workers.h):
/// the function bodies that they name are left out.
TuFacts extract(const TuJob& job, const ExtractOptions& options, UnitInputs* inputs = nullptr,
                std::span<const std::string> crashes = {});

/// Which Clang extraction uses: another one may see other facts in the same source.
std::string extractor_version();

// ---- analyse ---------------------------------------------------------------------------------------------------

/// Joins the facts of all units into one frozen program. The result does not depend on the order of `units`.
Program link(std::vector<TuFacts> units, const std::string& root);

struct AnalyzeOptions {
  Confidence confidence = Confidence::probable;  ///< Lowest confidence to report.
  std::vector<Category> categories;              ///< Categories to report; empty: those that are on by default.
  std::vector<std::string> rules_off;            ///< Rule ids not to report.
  std::vector<std::string> walk;                 ///< Modelled namespaces to judge all the same.
  bool pedantic = false;                         ///< Report opt-in entries.
};

/// Applies the rules: what is a context, a blocking call, a barrier, and where callables flow.
Labels classify(const Program& program, const RuleSet& rules, const AnalyzeOptions& options);

/// Finds the shortest stable path from a context to every function that loop code can reach.
Witness solve(const Program& program, const Labels& labels);

/// What loop code does in a program, for comparing a later state with it; `report` is its own.
Landmarks survey(const Program& program, const RuleSet& rules, const Labels& labels, const Witness& witness,
                 const Report& report);

/// What of a program was not in a former state of it; of equal things, those on changed lines.
Novelty find_novelty(const Landmarks& before, const Program& program, const RuleSet& rules, const Labels& labels,
                     const Witness& witness, const ChangedLines& changed);

struct JudgeOptions {
  AnalyzeOptions analyze;
  FailLevel fail_on = Severity::warning;
  Policy policy;                     ///< What the project's configuration says.
  bool require_reason = false;       ///< Comments that give no reason hide nothing.
  std::optional<Baseline> baseline;  ///< Known findings.
  bool all_contexts = false;         ///< Fill Finding::contexts; a baseline does so, too.
  bool partial = false;              ///< Not the whole project is analysed: what is not found need not be fixed.
  const Novelty* novelty = nullptr;  ///< Report only what is new by it.
  std::vector<Problem> problems{};   ///< Problems that are known besides those of the units.
  std::optional<std::set<std::string>> problem_files{};  ///< Report only problems of these files, named as in reports.
  std::optional<ChangeSummary> changes{};                ///< What the report is limited to.
  std::optional<std::uint64_t> max_unresolved{};         ///< More unresolved calls than that fail the scan.
};

/// Turns reached blocking calls into findings and a report, and decides how the scan ends.
Report judge(const Program& program, const RuleSet& rules, const Labels& labels, const Witness& witness,
             const JudgeOptions& options);

/// The verdict on a complete report; judge asks for it last. More than `max_unresolved` unresolved calls fail.
Verdict decide(const Report& report, std::optional<std::uint64_t> max_unresolved = std::nullopt);

// Rendering is declared in src/render/render.h: one function per format, Report in, text out.

}  // namespace stallhound
