// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Read this file as a table of contents: a scan is these calls in this order.
#include "app/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "analyze/replaced_code.h"
#include "app/baseline_file.h"
#include "app/changed.h"
#include "app/config_command.h"
#include "app/configure.h"
#include "app/dump.h"
#include "app/explain.h"
#include "app/locations.h"
#include "app/matchers.h"
#include "app/output.h"
#include "app/roots.h"
#include "app/shards.h"
#include "app/units.h"
#include "rules/load.h"
#include "scan/analysis.h"

namespace stallhound {
namespace {

constexpr int user_error = 2;

int fail(const Diagnostics& errors) {
  print_errors(errors, std::cerr);
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
  void cached(std::size_t units) { cached_ = units; }
  void print(const Report& report) const {
    for (const auto& [phase, seconds] : laps_) std::cerr << fmt::format("{:<10}{:9.3f} s\n", phase, seconds);
    const std::pair<const char*, std::uint64_t> counts[] = {{"units", report.summary.translation_units},
                                                            {"cached", cached_},
                                                            {"functions", report.summary.functions},
                                                            {"contexts", report.summary.contexts}};
    for (const auto& [name, count] : counts) std::cerr << fmt::format("{:<10}{:9}\n", name, count);
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  std::vector<std::pair<std::string, double>> laps_;
  std::size_t cached_ = 0;
};

/// The project, or why there is nothing in it to analyse: silence about no unit at all must not look like success.
Result<Project> load_units(const ProjectQuery& query) {
  auto project = load_project(query);
  if (!project || !project->jobs.empty() || !project->problems.empty()) return project;
  if (query.paths.empty()) {
    if (project->remarks.empty()) {
      return Diagnostic{project->database, 0, 0, "names no source file", "configure the build again to write it anew"};
    }
    Diagnostics errors;
    for (const auto& remark : project->remarks) errors.push_back({project->database, 0, 0, remark, ""});
    return errors;
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
  if (auto errors = check_project_packs(root); !errors.empty()) return errors;
  auto packs = find_pack_dirs(root);
  if (find_rules_dir().empty()) {
    return Diagnostic{"", 0, 0, "the rule packs are not where this executable expects them",
                      "they belong in share/stallhound/rules beside bin/"};
  }
  packs.insert(packs.end(), options.rules.begin(), options.rules.end());
  return load_rules(packs);
}

/// A project, and the options with what its configuration adds.
struct Setup {
  Project project;
  ScanOptions options;
  ConfigPointer config;  ///< Null if there is none.
};

void append(Diagnostics& errors, const Diagnostics& more) { errors.insert(errors.end(), more.begin(), more.end()); }

/// The project and its configuration, which can say where the project is built, but is looked for where it lies.
Result<Setup> set_up(ScanOptions options) {
  Diagnostics errors;
  ConfigPointer config;
  const auto look_in = [&](const std::string& folder) {
    // The one that the user names is the same everywhere, and may be a pipe, which can be read once.
    if (config != nullptr && !options.config_file.empty()) return;
    auto found = find_config(options, folder);
    if (!found) {
      errors = found.errors();
    } else if (*found != nullptr) {
      config = *found;
    }
  };
  if (options.project.build_dir.empty()) {
    look_in(options.project.directory);
    if (config != nullptr && config->build) {
      auto build = build_folder(*config, options.project.directory);
      if (!build) return build.errors();
      options.project.build_dir = std::move(*build);
    }
  }
  auto project = load_units(options.project);
  if (project && errors.empty()) look_in(project->root);
  if (!project) append(errors, project.errors());
  if (!errors.empty()) return errors;
  if (config != nullptr) {
    errors = apply_config(*config, project->root, options);
    append(errors, exclude_units(*config, *project));
  }
  if (!errors.empty()) return errors;
  if (options.roots.empty()) options.roots = default_roots(*project);
  return Setup{std::move(*project), std::move(options), std::move(config)};
}

/// What a scan starts from.
struct Inputs {
  RuleSet rules;
  Project project;
  ScanOptions options;
  ConfigPointer config;
};

/// Rules and project; the mistakes in both are reported together.
Result<Inputs> load_inputs(const ScanOptions& given) {
  auto setup = set_up(given);
  auto rules = load_all_rules(setup ? setup->options : given, setup ? setup->project.root : std::string());
  Diagnostics errors;
  if (!rules) errors = rules.errors();
  if (!setup) append(errors, setup.errors());
  append(errors, check_outputs(given.outputs));
  if (find_resource_dir().empty()) {
    errors.push_back({"", 0, 0, "Clang's builtin headers were not found", "install the package clang-22"});
  }
  if (rules && setup && setup->config != nullptr) {
    append(errors, apply_rule_settings(*setup->config, *rules, setup->options));
  }
  if (rules) append(errors, check_matchers(*rules));
  if (rules && setup) {
    auto& walk = setup->options.judge.analyze.walk;
    walk = analysis::walked_names(*rules, walk);
  }
  if (setup) {
    append(errors, read_baseline(setup->options, setup->project.root));
    setup->options.judge.partial = !given.project.paths.empty() || !setup->project.problems.empty();
  }
  if (!errors.empty()) return errors;
  for (const auto& remark : setup->project.remarks) {
    std::cerr << "stallhound: warning: " << setup->project.database << ": " << remark << '\n';
  }
  return Inputs{std::move(*rules), std::move(setup->project), std::move(setup->options), std::move(setup->config)};
}

/// What `--changed` compares with.
struct Former {
  Changes changes;
  FormerUnits units;
  std::set<std::string> affected;
};

/// The project's units, and with --changed the former ones.
struct Gathered {
  Units units;
  std::optional<Former> former;
};

Result<Gathered> gather(const Project& project, const RuleSet& rules, const ScanOptions& options,
                        const ConfigPointer& config) {
  Gathered gathered;
  UnitReader reader(project, options, probe_expressions(rules));
  if (!options.changed) {
    gathered.units = reader.read();
    return gathered;
  }
  auto changes = changes_for(project, options);
  if (!changes) return changes.errors();
  gathered.units = reader.read(/*keep_bytes=*/true);
  name_unknown_files(*changes, project, options, config, gathered.units);
  auto units = reader.read_former(gathered.units, versions_before(*changes));
  gathered.units.bytes.clear();
  auto affected = affected_files(gathered.units, units);
  gathered.former = Former{std::move(*changes), std::move(units), std::move(affected)};
  return gathered;
}

/// What analyse() has to know about the former state of the project.
FormerState former_state(Former& former, const std::string& root, const RuleSet& rules, const ScanOptions& options,
                         const ConfigPointer& config) {
  FormerState state{{}, lines_of(former.changes)};
  // Without a unit that read a changed file, both states are one.
  if (former.affected.empty()) return state;
  // Deferred: where the system gives no thread, get() does the work.
  auto before = std::make_shared<std::future<Landmarks>>(std::async(
      std::launch::async | std::launch::deferred, [&root, &rules, &options, &config, units = std::move(former.units)] {
        return survey_former(units, root, rules, config, options);
      }));
  state.landmarks = [before] { return before->get(); };
  return state;
}

/// The analysis of the project, and of its former state beside it.
Analysis analyse_project(Gathered gathered, const std::string& root, const RuleSet& rules,
                         std::vector<Problem> problems, const ScanOptions& options, const ConfigPointer& config,
                         Stopwatch& watch) {
  if (config != nullptr) exclude_code(*config, gathered.units.facts);
  AnalysisInput input{std::move(gathered.units.facts), root, rules, options.judge};
  input.options.problems = std::move(problems);
  input.options.max_unresolved = options.max_unresolved;
  if (auto& former = gathered.former) {
    input.options.changes = {former->changes.since, former->changes.files.size(), former->affected.size()};
    input.options.problem_files = own_problem_files(root, former->changes, former->affected);
    input.former = former_state(*former, root, rules, options, config);
  } else if (config != nullptr && !options.judge.partial) {
    input.further_problems = [&config](const Program& program) { return unknown_declarations(*config, program); };
  }
  return analyse(std::move(input), [&watch](std::string_view phase) { watch.lap(phase); });
}

Ending analyse_and_report(Gathered gathered, const std::string& root, const RuleSet& rules,
                          std::vector<Problem> problems, const ScanOptions& options, const ConfigPointer& config,
                          Stopwatch& watch) {
  auto report = analyse_project(std::move(gathered), root, rules, std::move(problems), options, config, watch).report;
  add_snippets(report);
  if (options.judge.all_contexts) return write_baseline(report, options, std::cout, std::cerr);
  const auto errors = write_reports(report, options.outputs);
  watch.lap("render");
  if (options.stats) watch.print(report);
  if (!errors.empty()) return fail(errors);
  const bool told = std::any_of(options.outputs.begin(), options.outputs.end(), [](const Output& output) {
    return output.file.empty() && (output.format == "text" || output.format == "markdown");
  });
  return {report.verdict.exit_code, report.verdict.why, told};
}

/// Commands that print something else than a report have no verdict to tell that a part of the project is missing.
void warn_of_gaps(const Project& project, const std::vector<TuFacts>& units) {
  const auto warn = [](const std::string& file, const std::string& message) {
    std::cerr << "stallhound: warning: " << file << ": " << message << '\n';
  };
  for (const auto& problem : project.problems) warn(problem.file, problem.message);
  for (const auto& unit : units) {
    if (unit.status != UnitStatus::ok) warn(unit.main_file, unit.message);
  }
}

/// All phases, for commands that print something else than a report.
int analyse_for_people(const ScanOptions& given, const std::function<int(const Reasoning&)>& print) {
  auto inputs = load_inputs(given);
  if (!inputs) return fail(inputs.errors());
  auto& [rules, project, options, config] = *inputs;
  auto gathered = gather(project, rules, options, config);
  if (!gathered) return fail(gathered.errors());
  warn_of_gaps(project, gathered->units.facts);
  // Whatever its level, a finding can be explained.
  options.judge.analyze.confidence = Confidence::possible;
  Stopwatch watch;
  auto [program, labels, witness, report] =
      analyse_project(std::move(*gathered), project.root, rules, {}, options, config, watch);
  add_snippets(report);
  return print({program, rules, labels, witness, report, options.judge.analyze});
}

}  // namespace

Ending scan(const ScanOptions& given) {
  Stopwatch watch;
  const auto inputs = load_inputs(given);
  if (!inputs) return fail(inputs.errors());
  const auto& [rules, project, options, config] = *inputs;
  watch.lap("load");
  auto problems = project.problems;
  for (auto& problem : problems) problem.file = relative_to(project.root, problem.file);
  auto gathered = gather(project, rules, options, config);
  if (!gathered) return fail(gathered.errors());
  watch.cached(gathered->units.cached);
  // Nothing below reads source code, but for the lines that a report quotes.
  watch.lap("extract");
  return analyse_and_report(std::move(*gathered), project.root, rules, std::move(problems), options, config, watch);
}

Ending baseline(const ScanOptions& options) {
  auto complete = options;
  complete.judge.all_contexts = true;
  return scan(complete);
}

Ending dump(const ScanOptions& given) {
  const auto inputs = load_inputs(given);
  if (!inputs) return fail(inputs.errors());
  const auto& [rules, project, options, config] = *inputs;
  auto units = UnitReader(project, options, probe_expressions(rules)).read().facts;
  warn_of_gaps(project, units);
  if (config != nullptr) exclude_code(*config, units);
  if (options.dump == "facts") {
    std::sort(units.begin(), units.end(), [](const TuFacts& a, const TuFacts& b) { return a.main_file < b.main_file; });
    for (const auto& unit : units) std::cout << dump_facts(unit, project.root);
    return 0;
  }
  const auto now = analyse({std::move(units), project.root, rules, options.judge});
  if (options.dump == "program") return std::cout << dump_program(now.program), 0;
  if (options.dump == "labels") return std::cout << dump_labels(now.program, rules, now.labels), 0;
  std::cout << dump_paths(now.program, now.labels, now.witness);
  return 0;
}

int explain(const ScanOptions& options) {
  return analyse_for_people(options, [&](const Reasoning& analysis) {
    return explain_finding(analysis, options.subject, std::cout, std::cerr);
  });
}

int why_not(const ScanOptions& options) {
  return analyse_for_people(options, [&](const Reasoning& analysis) {
    return explain_silence(analysis, options.subject, options.project.directory, std::cout, std::cerr);
  });
}

int config(const ScanOptions& given) {
  const auto inputs = load_inputs(given);
  if (!inputs) return fail(inputs.errors());
  return print_config(inputs->config.get(), inputs->options, inputs->project, inputs->rules, std::cout);
}

Ending extract_shards(const ScanOptions& given) {
  auto setup = set_up(given);
  // Rules come after facts, but for matchers, which need the tree.
  auto rules = load_all_rules(setup ? setup->options : given, setup ? setup->project.root : std::string());
  Diagnostics errors;
  if (!setup) append(errors, setup.errors());
  if (!rules) append(errors, rules.errors());
  if (rules && setup && setup->config != nullptr) {
    append(errors, apply_rule_settings(*setup->config, *rules, setup->options));
  }
  if (rules) append(errors, check_matchers(*rules));
  if (!errors.empty()) return fail(errors);
  const auto& [project, options, config] = *setup;
  auto units = UnitReader(project, options, probe_expressions(*rules)).read().facts;
  return write_shards(std::move(units), project, options);
}

Ending link_shards(const ScanOptions& given) {
  Stopwatch watch;
  auto options = given;
  Diagnostics errors;
  auto shards = read_shards(options.project.paths, errors);
  append(errors, check_outputs(options.outputs));
  const auto& root = shards.root;
  const auto config = find_config(options, root);
  append(errors, !config ? config.errors() : *config ? apply_config(**config, root, options) : Diagnostics{});
  auto rules = load_all_rules(options, root);
  if (!rules) append(errors, rules.errors());
  if (rules && config && *config) append(errors, apply_rule_settings(**config, *rules, options));
  for (std::size_t i = 0; rules && i < shards.units.size(); ++i) {
    // Of a unit that could not be parsed nothing is known anyway.
    if (shards.units[i].status == UnitStatus::failed) continue;
    append(errors, missing_probes(*rules, shards.units[i], shards.files[i]));
  }
  append(errors, read_baseline(options, root));
  if (!errors.empty()) return fail(errors);
  options.judge.partial = !shards.whole || !shards.problems.empty();
  options.judge.analyze.walk = analysis::walked_names(*rules, options.judge.analyze.walk);
  watch.lap("load");
  Gathered gathered;
  gathered.units.facts = std::move(shards.units);
  return analyse_and_report(std::move(gathered), root, *rules, std::move(shards.problems), options, *config, watch);
}

}  // namespace stallhound
