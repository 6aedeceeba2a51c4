// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From compile_commands.json to jobs.
//
// The database is looked for as clangd does: where the user says, else upwards from the current directory, in each
// directory itself and in its build/. The project root, to which all file names in reports are relative, is the
// nearest directory with a .git, .stallhound.json or .stallhound/ at or above all sources; without one, the folder of
// the database or the one above it, if all sources lie below; else the topmost of the folders above the sources that
// have a build file without a gap; else the sources' common directory.
#include <clang/Tooling/CompilationDatabase.h>
#include <clang/Tooling/JSONCompilationDatabase.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/files.h"
#include "extract/clang_versions.h"
#include "extract/unit_command.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

constexpr const char* database_name = "compile_commands.json";
constexpr const char* how_to_make =
    "CMake writes it with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Meson always, other builds under 'bear -- make'; "
    "then pass its folder with -p";

std::string absolute(llvm::StringRef name, llvm::StringRef directory) {
  llvm::SmallString<256> result(name);
  extraction::make_absolute(directory, result);
  path::remove_dots(result, /*remove_dot_dot=*/true);
  // Reports and roots are about real files: a link into the tree must not look like another tree.
  llvm::SmallString<256> real;
  if (!fs::real_path(result, real)) return std::string(real);
  return std::string(result);
}

Result<std::string> find_database(const ProjectQuery& query) {
  if (!query.build_dir.empty()) {
    const auto given = absolute(query.build_dir, query.directory);
    if (!fs::exists(given)) return Diagnostic{given, 0, 0, "no such file or folder", "-p takes a build folder"};
    if (!fs::is_directory(given)) return given;
    llvm::SmallString<256> file(given);
    path::append(file, database_name);
    if (fs::exists(file)) return std::string(file);
    return Diagnostic{given, 0, 0, std::string("there is no ") + database_name + " in this folder", how_to_make};
  }
  for (llvm::SmallString<256> directory(query.directory);;) {
    for (const auto* sub : {"", "build"}) {
      llvm::SmallString<256> file(directory);
      path::append(file, sub, database_name);
      if (fs::exists(file)) return std::string(file);
    }
    const auto parent = path::parent_path(directory).str();
    if (parent.empty() || parent == directory) break;
    directory = parent;
  }
  return Diagnostic{query.directory, 0, 0,
                    std::string("no ") + database_name + " here, in a folder above, or in their build/", how_to_make};
}

bool under(llvm::StringRef file, llvm::StringRef directory) {
  return file == directory ||
         (file.starts_with(directory) && (directory == "/" || file.substr(directory.size()).starts_with("/")));
}

std::string common_directory(const std::vector<TuJob>& jobs, llvm::StringRef build_dir) {
  std::string common;
  const auto join = [&common](llvm::StringRef file) {
    const auto directory = path::parent_path(file);
    if (common.empty()) common = directory.str();
    while (!under(directory, common)) common = path::parent_path(common).str();
  };
  // Generated sources in the build folder say nothing about where the project is.
  for (const auto& job : jobs) {
    if (!under(job.file, build_dir)) join(job.file);
  }
  if (common.empty()) {
    for (const auto& job : jobs) join(job.file);
  }
  return common;
}

bool has_build_file(llvm::StringRef directory) {
  for (const auto* name : {"CMakeLists.txt", "meson.build", "configure.ac", "Makefile.am", "BUILD.bazel"}) {
    llvm::SmallString<256> file(directory);
    path::append(file, name);
    if (fs::exists(file)) return true;
  }
  return false;
}

std::string project_root(const std::vector<TuJob>& jobs, llvm::StringRef database) {
  const std::string common = common_directory(jobs, path::parent_path(database));
  for (llvm::StringRef directory = common; !directory.empty(); directory = path::parent_path(directory)) {
    for (const auto* marker : {".stallhound.json", ".stallhound", ".git"}) {
      llvm::SmallString<256> file(directory);
      path::append(file, marker);
      if (fs::exists(file)) return directory.str();
    }
    if (directory == "/") break;
  }
  if (common.empty()) return path::parent_path(database).str();
  const auto folder = path::parent_path(database);
  for (const auto candidate : {folder, path::parent_path(folder)}) {
    if (under(common, candidate) && candidate != "/" && candidate != path::root_path(candidate)) return candidate.str();
  }
  std::string root = common;
  for (llvm::StringRef directory = common; has_build_file(directory); directory = path::parent_path(directory)) {
    root = directory.str();
  }
  return root;
}

/// Why a file that the database names may not exist.
std::string missing_file(llvm::StringRef name) {
  const std::string text = "the compile database names this file, but it does not exist; ";
  if (path::is_absolute(name, path::Style::windows_backslash) && !path::is_absolute(name, path::Style::posix)) {
    return text + "its name is one of Windows, so scan where the database was written";
  }
  return text + "a source that the build generates appears once the build has run";
}

}  // namespace

Result<Project> load_project(const ProjectQuery& query) {
  const auto found = find_database(query);
  if (!found) return found.errors();
  Project project;
  project.database = *found;

  std::vector<std::string> wanted;
  Diagnostics unknown;
  for (const auto& name : query.paths) {
    auto file = absolute(name, query.directory);
    if (!fs::exists(file)) unknown.push_back({name, 0, 0, "no such file or folder", ""});
    wanted.push_back(std::move(file));
  }
  if (!unknown.empty()) return unknown;

  // A folder that the user names says nothing about what its database is.
  const bool named = !query.build_dir.empty() && !fs::is_directory(absolute(query.build_dir, query.directory));
  const auto text = read_file(project.database, file_kind::database, named ? NamedBy::user : NamedBy::project);
  if (!text) return text.errors();
  std::string error;
  std::unique_ptr<clang::tooling::CompilationDatabase> database =
      clang::tooling::JSONCompilationDatabase::loadFromBuffer(*text, error,
                                                              clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (database == nullptr) {
    const auto reason = llvm::StringRef(error).trim().str();
    return Diagnostic{project.database, 0, 0, reason.empty() ? "this is not a compile database" : reason,
                      "configure the build again to write it anew"};
  }

  std::set<std::tuple<std::string, std::string, std::vector<std::string>>> seen;
  std::vector<TuJob> all;
  std::set<std::string> remarks;
  extraction::UnitCommands commands(query.query_drivers);
  std::map<std::string, unsigned> skipped;
  std::map<std::pair<std::string, std::string>, std::string> compiler_problems;
  for (auto& command : database->getAllCompileCommands()) {
    TuJob job;
    job.directory = absolute(command.Directory, path::parent_path(project.database));
    job.file = absolute(command.Filename, job.directory);
    auto unit = commands.read(command.CommandLine, job.file, job.directory);
    if (!unit.skipped_language.empty()) {
      ++skipped[unit.skipped_language];
      continue;
    }
    if (!fs::exists(job.file)) {
      project.problems.push_back({"missing-file", job.file, missing_file(command.Filename)});
      continue;
    }
    if (unit.arguments.empty()) {
      if (!unit.problem.empty()) project.problems.push_back({unit.problem_kind, job.file, unit.problem});
      continue;
    }
    if (!unit.problem.empty()) {
      // It is about the compiler, so it is said once, of the first file.
      auto& first = compiler_problems[{unit.problem_kind, unit.problem}];
      if (first.empty() || job.file < first) first = job.file;
    }
    remarks.insert(unit.remarks.begin(), unit.remarks.end());
    job.arguments = std::move(unit.arguments);
    if (seen.emplace(job.file, job.directory, job.arguments).second) all.push_back(std::move(job));
  }
  std::sort(all.begin(), all.end(), [](const TuJob& a, const TuJob& b) {
    return std::tie(a.file, a.directory, a.arguments) < std::tie(b.file, b.directory, b.arguments);
  });
  project.remarks = extraction::remarks_about(skipped);
  project.remarks.insert(project.remarks.end(), remarks.begin(), remarks.end());
  for (const auto& [problem, file] : compiler_problems) {
    project.problems.push_back({problem.first, file, problem.second});
  }
  project.root = project_root(all, project.database);
  for (auto& job : all) {
    const bool asked =
        wanted.empty() || std::any_of(wanted.begin(), wanted.end(),
                                      [&job](const std::string& directory) { return under(job.file, directory); });
    if (asked) project.jobs.push_back(std::move(job));
  }
  std::erase_if(project.problems, [&wanted](const Problem& problem) {
    return !wanted.empty() && std::none_of(wanted.begin(), wanted.end(), [&problem](const std::string& directory) {
      return under(problem.file, directory);
    });
  });
  return project;
}

}  // namespace stallhound
