// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/changed.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

#include "app/output.h"
#include "scan/analysis.h"
#include "store/freshness.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

/// A path as the user wrote it, and where it leads.
struct Wanted {
  std::string given;
  std::string path;
  bool folder = false;
};

std::vector<Wanted> wanted_paths(const ScanOptions& options) {
  std::vector<Wanted> list;
  for (const auto& given : options.changed_paths) {
    std::error_code error;
    auto path = fs::weakly_canonical(fs::path(options.project.directory) / given, error).string();
    list.push_back({given, path, fs::is_directory(path, error)});
  }
  return list;
}

bool concerns(const Wanted& wanted, const std::string& file) {
  return file == wanted.path || relative_to(wanted.path, file) != file;
}

/// Whether a file is one that a compiler reads, as far as its name tells.
bool is_code(const std::string& path) {
  static const std::set<std::string> known = {".c",   ".cc",  ".cpp", ".cxx", ".c++",  ".C",   ".m",
                                              ".mm",  ".h",   ".hh",  ".hpp", ".hxx",  ".h++", ".H",
                                              ".inl", ".ipp", ".tpp", ".txx", ".cppm", ".ixx"};
  return known.contains(fs::path(path).extension().string());
}

}  // namespace

Result<Changes> changes_for(const Project& project, const ScanOptions& options) {
  auto changes = find_changes(project.root, options.since);
  if (!changes || options.changed_paths.empty()) return changes;
  const auto wanted = wanted_paths(options);
  Diagnostics errors;
  for (const auto& one : wanted) {
    std::error_code ignored;
    const bool known = fs::exists(one.path, ignored) ||
                       std::any_of(changes->files.begin(), changes->files.end(),
                                   [&](const FileChange& change) { return concerns(one, change.before.path); });
    if (!known) errors.push_back({one.given, 0, 0, "no such file or folder", ""});
  }
  if (!errors.empty()) return errors;
  std::erase_if(changes->files, [&](const FileChange& change) {
    return std::none_of(wanted.begin(), wanted.end(),
                        [&](const Wanted& one) { return concerns(one, change.before.path); });
  });
  return changes;
}

void name_unknown_files(const Changes& changes, const Project& project, const ScanOptions& options,
                        const ConfigPointer& config, const Units& units) {
  std::map<std::string, bool, std::less<>> files;
  for (const auto& wanted : wanted_paths(options)) {
    std::error_code ignored;
    if (!wanted.folder && fs::exists(wanted.path, ignored)) files.emplace(wanted.path, false);
  }
  for (const auto& change : changes.files) {
    if (change.there && is_code(change.before.path)) files.emplace(change.before.path, false);
  }
  if (config != nullptr) {
    std::erase_if(files, [&](const auto& file) { return is_excluded(*config, file.first); });
  }
  for (const auto& entry : units.bytes) note_read(entry.inputs, files);
  // Of a unit whose process died, the main file is all that is known.
  for (const auto& facts : units.facts) {
    if (const auto main_file = files.find(facts.main_file); main_file != files.end()) main_file->second = true;
  }
  const auto database = relative_to(project.root, project.database);
  for (const auto& [path, known] : files) {
    if (known) continue;
    std::cerr << fmt::format("stallhound: {}: skipped, no unit of {} reads this file\n",
                             relative_to(project.root, path), database);
  }
}

std::vector<FileVersion> versions_before(const Changes& changes) {
  std::vector<FileVersion> versions;
  for (const auto& change : changes.files) versions.push_back(change.before);
  return versions;
}

ChangedLines lines_of(const Changes& changes) {
  ChangedLines lines;
  for (const auto& change : changes.files) {
    if (!change.lines.empty()) lines[change.before.path] = change.lines;
  }
  return lines;
}

Landmarks survey_former(const FormerUnits& former, const std::string& root, const RuleSet& rules,
                        const ConfigPointer& config, const ScanOptions& options) {
  AnalysisInput input{decode_all(former.bytes), root, rules, options.judge};
  if (config != nullptr) exclude_code(*config, input.units);
  input.options.baseline.reset();
  input.options.all_contexts = false;
  return landmarks_of(analyse(std::move(input)), rules);
}

std::set<std::string> affected_files(const Units& units, const FormerUnits& former) {
  std::set<std::string> files;
  for (std::size_t i = 0; i < units.facts.size(); ++i) {
    if (former.affected[i]) files.insert(units.facts[i].main_file);
  }
  return files;
}

std::set<std::string> own_problem_files(const std::string& root, const Changes& changes,
                                        const std::set<std::string>& affected) {
  std::set<std::string> own;
  for (const auto& path : affected) own.insert(relative_to(root, path));
  for (const auto& change : changes.files) own.insert(relative_to(root, change.before.path));
  return own;
}

}  // namespace stallhound
