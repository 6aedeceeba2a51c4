// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Read this file as a table of contents: a scan is these calls in this order.
#include "app/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <tuple>

#include "app/dump.h"
#include "app/explain.h"
#include "app/locations.h"
#include "app/matchers.h"
#include "app/output.h"
#include "app/progress.h"
#include "base/digest.h"
#include "base/workers.h"
#include "rules/load.h"
#include "store/shard.h"

namespace stallhound {
namespace {

constexpr int user_error = 2;

int fail(const Diagnostics& errors) {
  for (const auto& error : errors) std::cerr << "stallhound: error: " << to_string(error) << '\n';
  return user_error;
}

/// Seconds per phase, for --stats.
class Stopwatch {
 public:
  void lap(std::string_view phase) {
    const auto now = std::chrono::steady_clock::now();
    laps_.emplace_back(phase, std::chrono::duration<double>(now - last_).count());
    last_ = now;
  }
  void print(const Report& report) const {
    for (const auto& [phase, seconds] : laps_) std::cerr << fmt::format("{:<10}{:9.3f} s\n", phase, seconds);
    std::cerr << fmt::format("{:<10}{:9}\n{:<10}{:9}\n{:<10}{:9}\n", "units", report.summary.translation_units,
                             "functions", report.summary.functions, "contexts", report.summary.contexts);
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  std::vector<std::pair<std::string, double>> laps_;
};

/// Position of a job in the order in which units are taken.
std::size_t job_index(const Project& project, const ScanOptions& options, std::size_t index) {
  return options.shuffle ? project.jobs.size() - 1 - index : index;
}

/// The facts of all units of a project, in the order in which they are taken.
std::vector<TuFacts> extract_all(const Project& project, const RuleSet& rules, const ScanOptions& options) {
  ExtractOptions extraction;
  extraction.probes = probe_expressions(rules);
  extraction.roots = {project.root};
  extraction.resource_dir = find_resource_dir();
  extraction.walk_system = options.walk_system;
  std::vector<UnitTask> tasks;
  for (std::size_t i = 0; i < project.jobs.size(); ++i) {
    tasks.push_back({&project.jobs[job_index(project, options, i)], &extraction});
  }
  return extract_units(tasks, options);
}

/// The project, or why there is nothing in it to analyse: silence about no unit at all must not look like success.
Result<Project> load_units(const ProjectQuery& query) {
  auto project = load_project(query);
  if (!project || !project->jobs.empty() || !project->problems.empty()) return project;
  if (query.paths.empty()) {
    return Diagnostic{project->database, 0, 0, "names no source file", "configure the build again to write it anew"};
  }
  Diagnostics errors;
  for (const auto& path : query.paths) {
    errors.push_back({path, 0, 0, "no translation unit of " + project->database + " lies here",
                      "give source files or folders of them; headers are analysed with the sources that include them"});
  }
  return errors;
}

/// Source lines for people; the only look at source code after extraction.
void add_snippets(Report& report) {
  SourceLines lines(report.root);
  for (auto& finding : report.findings) {
    finding.snippet = lines.at(finding.location);
    for (auto& step : finding.path) step.snippet = lines.at(step.location);
  }
}

Result<RuleSet> load_all_rules(const ScanOptions& options, const std::string& root) {
  auto packs = find_pack_dirs(root);
  if (find_rules_dir().empty()) {
    return Diagnostic{"", 0, 0, "the rule packs are not where this executable expects them",
                      "they belong in share/stallhound/rules beside bin/"};
  }
  packs.insert(packs.end(), options.rules.begin(), options.rules.end());
  return with_checked_matchers(load_rules(packs));
}

/// What a scan starts from.
struct Inputs {
  RuleSet rules;
  Project project;
};

/// Rules and project; the mistakes in both are reported together.
Result<Inputs> load_inputs(const ScanOptions& options) {
  auto project = load_units(options.project);
  auto rules = load_all_rules(options, project ? project->root : std::string());
  Diagnostics errors;
  if (!rules) errors = rules.errors();
  if (!project) errors.insert(errors.end(), project.errors().begin(), project.errors().end());
  const auto unwritable = check_outputs(options.outputs);
  errors.insert(errors.end(), unwritable.begin(), unwritable.end());
  if (find_resource_dir().empty()) {
    errors.push_back({"", 0, 0, "Clang's builtin headers were not found", "install the package clang-22"});
  }
  if (!errors.empty()) return errors;
  return Inputs{std::move(*rules), std::move(*project)};
}

int analyse_and_report(std::vector<TuFacts> units, const std::string& root, const RuleSet& rules,
                       std::vector<Problem> problems, const ScanOptions& options, Stopwatch& watch) {
  const Program program = link(std::move(units), root);
  // The program is frozen; rules meet it only in classify.
  watch.lap("link");
  const Labels labels = classify(program, rules, options.judge.analyze);
  watch.lap("classify");
  const Witness witness = solve(program, labels);
  watch.lap("solve");
  Report report = judge(program, rules, labels, witness, options.judge);
  report.problems.insert(report.problems.end(), problems.begin(), problems.end());
  std::sort(report.problems.begin(), report.problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.kind, a.message) < std::tie(b.file, b.kind, b.message);
  });
  if (report.exit_code == 0 && !problems.empty()) report.exit_code = 3;
  const auto unresolved = report.unresolved.indirect_calls + report.unresolved.missing_bodies;
  if (options.max_unresolved >= 0 && unresolved > static_cast<std::uint64_t>(options.max_unresolved)) {
    std::cerr << "stallhound: " << unresolved << " calls in loop code cannot be resolved; --max-unresolved allows "
              << options.max_unresolved << '\n';
    report.exit_code = 1;
  }
  add_snippets(report);
  watch.lap("judge");
  const auto errors = write_reports(report, options.outputs);
  watch.lap("render");
  if (options.stats) watch.print(report);
  return errors.empty() ? report.exit_code : fail(errors);
}

/// All phases, for commands that print something else than a report.
int analyse_for_people(const ScanOptions& options, const std::function<int(const Analysis&)>& print) {
  const auto inputs = load_inputs(options);
  if (!inputs) return fail(inputs.errors());
  const auto& [rules, project] = *inputs;
  const Program program = link(extract_all(project, rules, options), project.root);
  const Labels labels = classify(program, rules, options.judge.analyze);
  const Witness witness = solve(program, labels);
  // Whatever its level, a finding can be explained.
  JudgeOptions all = options.judge;
  all.analyze.confidence = Confidence::possible;
  Report report = judge(program, rules, labels, witness, all);
  add_snippets(report);
  return print({program, rules, labels, witness, report});
}

}  // namespace

std::vector<TuFacts> extract_units(const std::vector<UnitTask>& tasks, const ScanOptions& options) {
  WorkerOptions workers;
  workers.jobs = options.jobs;
  workers.timeout_seconds = options.timeout;
  std::vector<TuFacts> units(tasks.size());
  Progress progress(tasks.size());
  run_in_processes(
      tasks.size(), workers,
      [&](std::size_t index) { return encode(extract(*tasks[index].job, *tasks[index].options)); },
      [&](std::size_t index, WorkResult result) {
        progress.step(tasks[index].job->file);
        auto facts = result.ok ? decode(result.bytes) : Result<TuFacts>(Diagnostic{"", 0, 0, result.reason, ""});
        if (facts) {
          units[index] = std::move(*facts);
          return;
        }
        TuFacts& lost = units[index];
        lost.main_file = tasks[index].job->file;
        lost.status = UnitStatus::failed;
        lost.message = "the analysis of this unit " + facts.errors().front().message;
      });
  return units;
}

Report analyse(std::vector<TuFacts> units, const std::string& root, const RuleSet& rules, const JudgeOptions& options) {
  const Program program = link(std::move(units), root);
  const Labels labels = classify(program, rules, options.analyze);
  return judge(program, rules, labels, solve(program, labels), options);
}

int scan(const ScanOptions& options) {
  Stopwatch watch;
  const auto inputs = load_inputs(options);
  if (!inputs) return fail(inputs.errors());
  const auto& [rules, project] = *inputs;
  watch.lap("load");
  auto problems = project.problems;
  for (auto& problem : problems) problem.file = relative_to(project.root, problem.file);
  auto units = extract_all(project, rules, options);
  // Nothing below reads source code, but for the lines that a report quotes.
  watch.lap("extract");
  return analyse_and_report(std::move(units), project.root, rules, std::move(problems), options, watch);
}

int dump(const ScanOptions& options) {
  const auto inputs = load_inputs(options);
  if (!inputs) return fail(inputs.errors());
  const auto& [rules, project] = *inputs;
  auto units = extract_all(project, rules, options);
  if (options.dump == "facts") {
    std::sort(units.begin(), units.end(), [](const TuFacts& a, const TuFacts& b) { return a.main_file < b.main_file; });
    for (const auto& unit : units) std::cout << dump_facts(unit, project.root);
    return 0;
  }
  const Program program = link(std::move(units), project.root);
  if (options.dump == "program") return std::cout << dump_program(program), 0;
  const Labels labels = classify(program, rules, options.judge.analyze);
  if (options.dump == "labels") return std::cout << dump_labels(program, rules, labels), 0;
  const Witness witness = solve(program, labels);
  std::cout << dump_paths(program, labels, witness);
  return 0;
}

int explain(const ScanOptions& options) {
  return analyse_for_people(options, [&](const Analysis& analysis) {
    return explain_finding(analysis, options.subject, std::cout, std::cerr);
  });
}

int why_not(const ScanOptions& options) {
  return analyse_for_people(options, [&](const Analysis& analysis) {
    return explain_silence(analysis, options.subject, options.project.directory, std::cout, std::cerr);
  });
}

int extract_shards(const ScanOptions& options) {
  const auto project = load_units(options.project);
  // Rules come after facts, but for matchers, which need the tree.
  const auto rules = load_all_rules(options, project ? project->root : std::string());
  Diagnostics errors;
  if (!project) errors = project.errors();
  if (!rules) errors.insert(errors.end(), rules.errors().begin(), rules.errors().end());
  if (!errors.empty()) return fail(errors);
  std::error_code error;
  std::filesystem::create_directories(options.output_dir, error);
  if (error) return fail({{options.output_dir, 0, 0, "cannot make this folder: " + error.message(), ""}});
  int exit_code = 0;
  const auto incomplete = [&exit_code](const std::string& file, const std::string& message) {
    std::cerr << "stallhound: warning: " << file << ": " << message << '\n';
    exit_code = 3;
  };
  for (const auto& problem : project->problems) incomplete(problem.file, problem.message);
  const auto units = extract_all(*project, *rules, options);
  for (std::size_t i = 0; i < units.size(); ++i) {
    // One file may be compiled several times, so the command is part of the name.
    const auto& job = project->jobs[job_index(*project, options, i)];
    auto key = mix(digest(job.file), digest(job.directory));
    for (const auto& argument : job.arguments) key = mix(key, digest(argument));
    const auto written = write_file(fmt::format("{}/{:016x}.shard", options.output_dir, key), encode(units[i]));
    if (!written.empty()) return fail(written);
    if (units[i].status != UnitStatus::ok) incomplete(units[i].main_file, units[i].message);
  }
  return exit_code;
}

int link_shards(const ScanOptions& options) {
  Stopwatch watch;
  std::vector<TuFacts> units;
  std::vector<std::string> shards;
  Diagnostics errors;
  for (const auto& path : shard_files(options.project.paths, errors)) {
    const auto mistakes = errors.size();
    auto facts = decode(read_file(path, errors));
    if (errors.size() > mistakes) continue;
    if (facts) {
      units.push_back(std::move(*facts));
      shards.push_back(path);
    } else {
      errors.push_back({path, 0, 0, facts.errors().front().message, "write it again with stallhound extract"});
    }
  }
  const auto unwritable = check_outputs(options.outputs);
  errors.insert(errors.end(), unwritable.begin(), unwritable.end());
  const auto root = common_root(units);
  const auto rules = load_all_rules(options, root);
  if (!rules) errors.insert(errors.end(), rules.errors().begin(), rules.errors().end());
  for (std::size_t i = 0; rules && i < units.size(); ++i) {
    if (units[i].status == UnitStatus::failed) continue;
    const auto missing = missing_probes(*rules, units[i], shards[i]);
    errors.insert(errors.end(), missing.begin(), missing.end());
  }
  if (!errors.empty()) return fail(errors);
  watch.lap("load");
  return analyse_and_report(std::move(units), root, *rules, {}, options, watch);
}

}  // namespace stallhound
