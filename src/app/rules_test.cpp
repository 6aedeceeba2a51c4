// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A case is a folder with sources, with everything below it. It may hold
//
//   flags.txt             one compiler flag per line; pkg:NAME is what pkg-config --cflags NAME prints
//   stallhound-args.txt   options of `scan`; --rules is relative to the folder
//   needs.txt             headers without which the case is skipped, as in #include
//
// The units of all cases are extracted in one go, so that many small cases keep all processors busy.
#include "app/rules_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <sstream>

#include "app/compile_flags.h"
#include "app/expectations.h"
#include "app/locations.h"
#include "app/matchers.h"
#include "app/options.h"
#include "app/output.h"
#include "app/packs.h"
#include "app/unit_workers.h"
#include "base/files.h"
#include "base/words.h"
#include "rules/load.h"
#include "scan/analysis.h"
#include "store/shard.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

bool is_source(const fs::path& file) {
  const auto extension = file.extension();
  constexpr std::string_view known[] = {".c", ".cpp", ".cc", ".cxx", ".m", ".mm"};
  return std::find(std::begin(known), std::end(known), extension.string()) != std::end(known);
}

bool is_header(const fs::path& file) {
  const auto extension = file.extension();
  return extension == ".h" || extension == ".hpp" || extension == ".hh" || extension == ".hxx";
}

struct Case {
  std::string name;
  fs::path folder;
  ScanOptions options;
  std::vector<TuJob> jobs;
  std::vector<Expectation> expectations;
  ExtractOptions extraction;
  const RuleSet* rules = nullptr;
  std::string skipped;  ///< Why it cannot run here.
};

/// Folders with sources; what lies below such a folder belongs to it.
void find_cases(const fs::path& folder, const std::string& name, std::vector<Case>& cases) {
  std::vector<fs::path> inside;
  std::error_code error;
  for (fs::directory_iterator entries(folder, error); !error && entries != fs::directory_iterator();
       entries.increment(error)) {
    inside.push_back(entries->path());
  }
  std::sort(inside.begin(), inside.end());
  if (std::any_of(inside.begin(), inside.end(), is_source)) {
    Case found;
    found.name = name.empty() ? folder.filename().string() : name;
    found.folder = folder;
    cases.push_back(std::move(found));
    return;
  }
  for (const fs::path& path : inside) {
    if (!fs::is_directory(path, error)) continue;
    const std::string own = path.filename().string();
    find_cases(path, name.empty() ? own : name + '/' + own, cases);
  }
}

/// Lines of a file that may be missing.
std::vector<std::string> lines_of(const fs::path& file, Diagnostics& mistakes) {
  std::error_code error;
  std::vector<std::string> lines;
  if (!fs::exists(file, error)) return lines;
  std::istringstream text(read_file(file.string(), file_kind::text, NamedBy::project, mistakes));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

class CaseReader {
 public:
  CaseReader(Case& one, Diagnostics& mistakes) : case_(one), mistakes_(mistakes) {}

  void read(const RulesTest& test) {
    read_flags(!lines_of(case_.folder / "needs.txt", mistakes_).empty());
    read_options(test);
    read_sources();
  }

 private:
  void read_flags(bool has_needs) {
    const fs::path file = case_.folder / "flags.txt";
    unsigned number = 0;
    for (const std::string& line : lines_of(file, mistakes_)) {
      ++number;
      const std::string word = line.substr(0, line.find_last_not_of(" \t\r") + 1);
      if (word.empty()) continue;
      const auto flags = compiler_flags(word);
      if (flags) {
        flags_.insert(flags_.end(), flags->begin(), flags->end());
      } else if (has_needs) {
        case_.skipped = flags.errors().front().message;
      } else {
        mistakes_.push_back({file.string(), number, 0, flags.errors().front().message, flags.errors().front().hint});
      }
    }
  }

  void read_options(const RulesTest& test) {
    const fs::path file = case_.folder / "stallhound-args.txt";
    std::vector<std::string> words;
    for (const std::string& line : lines_of(file, mistakes_)) {
      for (std::string& word : words_of(line)) words.push_back(std::move(word));
    }
    auto options = parse_scan_options(Command::scan, words, case_.folder.string());
    if (!options) {
      for (Diagnostic error : options.errors()) {
        error.file = file.string();
        mistakes_.push_back(std::move(error));
      }
    } else {
      case_.options = std::move(*options);
    }
    for (std::string& pack : case_.options.rules) pack = (case_.folder / pack).lexically_normal().string();
    case_.options.rules.insert(case_.options.rules.begin(), test.rules.begin(), test.rules.end());
    case_.extraction.roots = {case_.folder.string()};
    case_.extraction.resource_dir = find_resource_dir();
    case_.extraction.walk_system = case_.options.walk_system;
  }

  void read_sources() {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator entries(case_.folder, error);
         !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
      if (is_source(entries->path()) || is_header(entries->path())) files.push_back(entries->path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
      const std::string name = file.lexically_relative(case_.folder).generic_string();
      Diagnostics found;
      const auto expectations =
          read_expectations(name, read_file(file.string(), file_kind::source, NamedBy::project, mistakes_), found);
      for (Diagnostic& mistake : found) mistake.file = file.string();
      mistakes_.insert(mistakes_.end(), found.begin(), found.end());
      case_.expectations.insert(case_.expectations.end(), expectations.begin(), expectations.end());
      if (is_source(file)) case_.jobs.push_back(job_for(file.generic_string()));
    }
  }

  TuJob job_for(const std::string& file) const {
    const auto extension = fs::path(file).extension();
    const bool is_c = extension == ".c" || extension == ".m";
    TuJob job{file, case_.folder.string(), {is_c ? "clang" : "clang++", is_c ? "-std=c11" : "-std=c++20"}};
    job.arguments.insert(job.arguments.end(), flags_.begin(), flags_.end());
    job.arguments.insert(job.arguments.end(), {"-fsyntax-only", "--", file});
    return job;
  }

  Case& case_;
  Diagnostics& mistakes_;
  std::vector<std::string> flags_;
};

/// Each set of packs is loaded once.
class PackSets {
 public:
  const RuleSet* load(const std::vector<std::string>& packs, Diagnostics& mistakes) {
    const auto [known, fresh] = sets_.try_emplace(packs);
    if (fresh) {
      auto rules = with_checked_matchers(load_rules(packs));
      if (rules) {
        known->second = std::make_unique<RuleSet>(std::move(*rules));
      } else {
        mistakes.insert(mistakes.end(), rules.errors().begin(), rules.errors().end());
      }
    }
    return known->second.get();
  }

 private:
  std::map<std::vector<std::string>, std::unique_ptr<RuleSet>> sets_;
};

/// One unit of a case.
struct UnitTask {
  const TuJob* job = nullptr;
  const ExtractOptions* options = nullptr;
};

/// The facts of all units in the given order; one whose process died has status failed.
std::vector<TuFacts> extract_all(const std::vector<UnitTask>& tasks, unsigned jobs) {
  std::vector<TuFacts> units(tasks.size());
  std::vector<const TuJob*> files;
  for (const UnitTask& task : tasks) files.push_back(task.job);
  run_units(
      files, {.jobs = jobs},
      [&](std::size_t index, const Attempt& attempt) {
        return encode(extract(*tasks[index].job, *tasks[index].options, nullptr, attempt.notes));
      },
      [&](std::size_t index, const WorkResult& result) {
        units[index] = facts_of(*tasks[index].job, result, result.bytes);
      });
  return units;
}

/// Why a unit could not be parsed, if it is that a header of needs.txt is missing.
std::string missing_need(const Case& one, const TuFacts& unit) {
  Diagnostics ignored;
  for (const std::string& line : lines_of(one.folder / "needs.txt", ignored)) {
    const auto first = line.find_first_not_of(" \t\r<\"");
    if (first == std::string::npos) continue;
    const std::string header = line.substr(first, line.find_last_not_of(" \t\r>\"") + 1 - first);
    if (unit.message.find('\'' + header + "' file not found") != std::string::npos) {
      return '<' + header + "> is not found";
    }
  }
  return {};
}

/// Scans a case and returns what is wrong with it.
std::vector<std::string> complaints_of(Case& one, std::vector<TuFacts> units) {
  std::vector<std::string> complaints;
  for (const TuFacts& unit : units) {
    if (unit.status == UnitStatus::ok) continue;
    one.skipped = missing_need(one, unit);
    if (!one.skipped.empty()) return {};
    // What was found in the rest of the unit says little: a case that does not compile tests nothing.
    const std::string name = relative_to(one.folder.string(), unit.main_file);
    complaints.push_back(fmt::format("{}: does not compile: {}", name, unit.message));
  }
  const auto analysis = analyse({std::move(units), one.folder.string(), *one.rules, one.options.judge});
  const auto differences = compare(one.expectations, analysis.report.findings);
  complaints.insert(complaints.end(), differences.begin(), differences.end());
  return complaints;
}

int fail(const Diagnostics& mistakes, std::ostream& err) {
  std::set<std::string> printed;  // One pack may be wrong for many cases.
  for (const Diagnostic& mistake : mistakes) {
    if (const std::string line = to_string(mistake); printed.insert(line).second) {
      err << "stallhound: error: " << line << '\n';
    }
  }
  return 2;
}

}  // namespace

int test_rules(const RulesTest& test, std::ostream& out, std::ostream& err) {
  Diagnostics mistakes;
  std::vector<Case> cases;
  for (const std::string& folder : test.folders) {
    std::error_code error;
    const fs::path path = fs::canonical(folder, error);
    const std::size_t before = cases.size();
    if (!error) find_cases(path, "", cases);
    std::erase_if(cases, [&](const Case& one) { return one.name.find(test.only) == std::string::npos; });
    if (cases.size() == before) {
      mistakes.push_back({folder, 0, 0, error ? "no such folder" : "there are no test cases here",
                          "a case is a folder with sources (.c, .cpp, .m, .mm)"});
    }
  }
  PackSets packs;
  for (Case& one : cases) {
    CaseReader(one, mistakes).read(test);
    auto files = packs_at(one.folder.string());
    if (!files) {
      mistakes.insert(mistakes.end(), files.errors().begin(), files.errors().end());
      continue;
    }
    files->insert(files->end(), one.options.rules.begin(), one.options.rules.end());
    one.rules = packs.load(*files, mistakes);
    if (one.rules != nullptr) one.extraction.probes = probe_expressions(*one.rules);
  }
  if (!mistakes.empty()) return fail(mistakes, err);

  std::vector<UnitTask> tasks;
  for (const Case& one : cases) {
    for (const TuJob& job : one.jobs) {
      if (one.skipped.empty()) tasks.push_back({&job, &one.extraction});
    }
  }
  std::vector<TuFacts> units = extract_all(tasks, test.jobs);

  std::size_t failed = 0;
  std::size_t skipped = 0;
  std::size_t expectations = 0;
  auto next = units.begin();
  for (Case& one : cases) {
    std::vector<std::string> complaints;
    if (one.skipped.empty()) {
      const auto end = next + static_cast<std::ptrdiff_t>(one.jobs.size());
      complaints = complaints_of(one, {std::make_move_iterator(next), std::make_move_iterator(end)});
      next = end;
    }
    if (!one.skipped.empty()) {
      ++skipped;
      out << fmt::format("skipped  {}: {}\n", one.name, one.skipped);
      continue;
    }
    expectations += one.expectations.size();
    out << (complaints.empty() ? "ok       " : "FAILED   ") << one.name << '\n';
    for (const std::string& complaint : complaints) out << "         " << complaint << '\n';
    failed += complaints.empty() ? 0 : 1;
  }
  out << fmt::format("{} of {} {} pass, {}{} {}\n", cases.size() - failed - skipped, cases.size(),
                     cases.size() == 1 ? "case" : "cases", skipped == 0 ? "" : fmt::format("{} skipped, ", skipped),
                     expectations, expectations == 1 ? "expectation" : "expectations");
  if (failed == 0) return 0;
  err << fmt::format("stallhound: exit code 1: {} {} not pass\n", failed, failed == 1 ? "case does" : "cases do");
  return 1;
}

}  // namespace stallhound
