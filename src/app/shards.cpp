// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/shards.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include "app/output.h"
#include "app/units.h"
#include "base/digest.h"
#include "base/files.h"
#include "store/shard.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

constexpr const char* extension = ".shard";

/// Which database, and which part of it.
std::uint64_t origin_of(const Project& project, const ScanOptions& options) {
  auto origin = digest(project.database);
  for (const auto& path : options.project.paths) {
    std::error_code error;
    origin = mix(origin, digest(fs::weakly_canonical(fs::path(options.project.directory) / path, error).string()));
  }
  return origin;
}

/// One file may be compiled several times, so the command is part of the name.
std::string name_of(const TuJob& job) {
  auto key = mix(digest(job.file), digest(job.directory));
  for (const auto& argument : job.arguments) key = mix(key, digest(argument));
  return fmt::format("{:016x}{}", key, extension);
}

std::vector<std::string> shards_in(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entries(folder, error); !error && entries != fs::directory_iterator();
       entries.increment(error)) {
    if (entries->path().extension() == extension) files.push_back(entries->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Drops what the same extraction wrote earlier, but for the names in `kept`.
Diagnostics drop_stale(const std::string& folder, std::uint64_t origin, const std::set<std::string>& kept) {
  Diagnostics errors;
  for (const auto& file : shards_in(folder)) {
    if (kept.contains(fs::path(file).filename().string())) continue;
    Diagnostics unreadable;
    const auto facts = decode(read_file(file, file_kind::shard, NamedBy::project, unreadable));
    if (!facts || facts->project.origin != origin) continue;
    std::error_code error;
    fs::remove(file, error);
    if (error) errors.push_back({file, 0, 0, "cannot be removed, and is out of date: " + error.message(), ""});
  }
  return errors;
}

/// A shard in a folder is not named by the user, only the folder is.
NamedBy named_by(const std::vector<std::string>& paths, const std::string& shard) {
  return std::find(paths.begin(), paths.end(), shard) == paths.end() ? NamedBy::project : NamedBy::user;
}

/// All files that the arguments mean.
std::vector<std::string> shard_files(const std::vector<std::string>& paths, Diagnostics& errors) {
  std::vector<std::string> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    const auto found = shards_in(path);
    if (found.empty()) errors.push_back({path, 0, 0, "there is no shard in this folder", ""});
    files.insert(files.end(), found.begin(), found.end());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The nearest folder at or above all of these.
std::string common_folder(const std::set<std::string>& folders) {
  fs::path common;
  for (const auto& folder : folders) {
    if (common.empty()) common = folder;
    while (folder != common && relative_to(common.string(), folder) == folder && common.has_relative_path()) {
      common = common.parent_path();
    }
  }
  return common.string();
}

}  // namespace

Ending write_shards(std::vector<TuFacts> units, const Project& project, const ScanOptions& options) {
  const auto& folder = options.output_dir;
  const auto fail = [](const Diagnostics& errors) {
    for (const auto& error : errors) std::cerr << "stallhound: error: " << to_string(error) << '\n';
    return 2;
  };
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail({{folder, 0, 0, "cannot make this folder: " + error.message(), ""}});
  const ProjectFacts facts{project.root, origin_of(project, options), options.project.paths.empty(), {}};
  std::set<std::string> written;
  const auto write = [&](const std::string& name, TuFacts& unit, bool first) {
    unit.project = facts;
    // One shard tells about the database; the others only say which project they belong to.
    for (std::size_t i = 0; first && i < project.problems.size(); ++i) {
      const auto& [kind, file, message] = project.problems[i];
      unit.project.problems.push_back({kind, file, message});
    }
    written.insert(name);
    return write_file((fs::path(folder) / name).string(), encode(unit));
  };
  std::size_t gaps = project.problems.size();
  const auto warn = [](const std::string& file, const std::string& message) {
    std::cerr << "stallhound: warning: " << file << ": " << message << '\n';
  };
  for (const auto& problem : project.problems) warn(problem.file, problem.message);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto& job = project.jobs[job_index(project, options, i)];
    if (const auto errors = write(name_of(job), units[i], &job == project.jobs.data()); !errors.empty())
      return fail(errors);
    if (units[i].status == UnitStatus::ok) continue;
    warn(units[i].main_file, units[i].message);
    ++gaps;
  }
  TuFacts no_unit;
  if (units.empty()) {
    const auto name = fmt::format("{:016x}{}", facts.origin, extension);
    if (const auto errors = write(name, no_unit, true); !errors.empty()) return fail(errors);
  }
  if (const auto errors = drop_stale(folder, facts.origin, written); !errors.empty()) return fail(errors);
  if (gaps == 0) return {};
  return {3, fmt::format("{} unit{} could not be analysed", gaps, gaps == 1 ? "" : "s")};
}

Shards read_shards(const std::vector<std::string>& paths, Diagnostics& errors) {
  Shards shards;
  std::set<std::string> roots;
  for (const auto& path : shard_files(paths, errors)) {
    const auto mistakes = errors.size();
    auto facts = decode(read_file(path, file_kind::shard, named_by(paths, path), errors));
    if (errors.size() > mistakes) continue;
    if (!facts) {
      errors.push_back({path, 0, 0, facts.errors().front().message, "write it again with stallhound extract"});
      continue;
    }
    roots.insert(facts->project.root);
    shards.whole = shards.whole && facts->project.whole;
    for (auto& problem : facts->project.problems)
      shards.problems.push_back({problem.kind, problem.file, problem.message});
    if (facts->main_file.empty()) continue;
    shards.units.push_back(std::move(*facts));
    shards.files.push_back(path);
  }
  shards.root = common_folder(roots);
  for (auto& problem : shards.problems) problem.file = relative_to(shards.root, problem.file);
  return shards;
}

}  // namespace stallhound
