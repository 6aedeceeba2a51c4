// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/init.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <system_error>

#include "app/init_files.h"
#include "app/locations.h"
#include "app/output.h"
#include "app/survey.h"
#include "base/files.h"
#include "rules/load.h"
#include "rules/suggest.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

constexpr int user_error = 2;
constexpr auto known_options = std::to_array<std::string_view>({"-p", "--dry-run"});

struct InitOptions {
  std::string build_dir;
  bool dry_run = false;
};

Result<InitOptions> parse(const std::vector<std::string>& arguments) {
  InitOptions options;
  Diagnostics errors;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& word = arguments[i];
    if (word == "--dry-run") {
      options.dry_run = true;
    } else if (word == "-p" && i + 1 < arguments.size()) {
      options.build_dir = arguments[++i];
    } else if (word == "-p") {
      errors.push_back({"", 0, 0, "-p needs a value", ""});
    } else if (word.starts_with("-p")) {
      options.build_dir = word.substr(2);
    } else if (word.starts_with("-")) {
      errors.push_back({"", 0, 0, "unknown option '" + word + "'", suggest(word, known_options)});
    } else {
      errors.push_back({"", 0, 0, "init takes no '" + word + "'", "it works in the current folder"});
    }
  }
  if (!errors.empty()) return errors;
  return options;
}

int fail(std::ostream& err, const Diagnostics& errors) {
  print_errors(errors, err);
  return user_error;
}

/// Writes a file that must not exist yet, and its folder.
std::error_code write_new(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  return create_file(path.string(), text);
}

std::string_view name_of(BuildSystem system) {
  switch (system) {
    case BuildSystem::cmake:
      return "CMake";
    case BuildSystem::meson:
      return "Meson";
    case BuildSystem::autotools:
      return "Autotools";
    case BuildSystem::make:
      return "make";
    case BuildSystem::bazel:
      return "Bazel";
    case BuildSystem::unknown:
      break;
  }
  return "";
}

void print_survey(const Survey& survey, std::ostream& out) {
  out << "project   " << survey.root << '\n';
  const auto system = name_of(survey.build_system);
  out << "build     " << (system.empty() ? "not recognised" : system);
  if (survey.build_dir.empty()) {
    out << ", no compile_commands.json\n";
  } else {
    out << fmt::format(", {}/compile_commands.json with {} {}\n", survey.build_dir, survey.units,
                       survey.units == 1 ? "unit" : "units");
  }
  if (survey.libraries.empty()) out << fmt::format("loops     none recognised in {} files\n", survey.sources);
  for (const auto& library : survey.libraries) {
    const auto where = library.header.empty() ? std::string("on the include path")
                                              : fmt::format("<{}> in {} {}", library.header, library.files,
                                                            library.files == 1 ? "file" : "files");
    out << fmt::format("loops     {}: {}{}\n", library.name, where,
                       library.described ? "" : "; no rule pack describes it");
  }
  for (const auto& pattern : survey.tests) out << "tests     " << pattern << '\n';
  for (const auto& pattern : survey.third_party) out << "excluded  " << pattern << '\n';
}

void print_next(const Survey& survey, std::ostream& out) {
  if (survey.build_dir.empty()) {
    const auto command = configure_command(survey);
    out << "\nnext: make the compile database";
    if (command.empty()) {
      out << " (CMake and Meson write it, other builds under bear)\n";
    } else {
      out << ":\n";
      for (std::size_t begin = 0; begin < command.size();) {
        const auto end = std::min(command.find('\n', begin), command.size());
        out << "  " << command.substr(begin, end - begin) << '\n';
        begin = end + 1;
      }
    }
    out << "then: stallhound scan\n";
    return;
  }
  out << "\nnext: stallhound scan; what it finds today can be written down with stallhound baseline\n";
}

}  // namespace

int init_command(const std::vector<std::string>& arguments, const std::string& directory, std::ostream& out,
                 std::ostream& err) {
  const auto options = parse(arguments);
  if (!options) return fail(err, options.errors());
  std::vector<std::string> packs;
  if (const auto rules = load_rules({find_rules_dir()})) {
    for (const auto& pack : rules->packs) packs.push_back(pack.id);
  }
  const auto found = survey(directory, options->build_dir, packs);
  if (!found) return fail(err, found.errors());
  print_survey(*found, out);
  out << '\n';
  int exit_code = 0;
  for (const auto& file : init_files(*found)) {
    const auto path = fs::path(found->root) / file.path;
    std::error_code error;
    const bool there = fs::exists(fs::symlink_status(path, error));
    if (options->dry_run && !there) {
      out << "would write " << file.path << ":\n\n" << file.text << '\n';
      continue;
    }
    const auto failure = there ? std::make_error_code(std::errc::file_exists) : write_new(path, file.text);
    if (failure && failure != std::errc::file_exists) {
      exit_code = fail(err, {{path.string(), 0, 0, "cannot write: " + failure.message(), ""}});
    } else if (failure) {
      out << fmt::format("skipped {}: it exists ({})\n", file.path, file.advice);
    } else {
      out << "wrote   " << file.path << '\n';
    }
  }
  if (exit_code == 0) print_next(*found, out);
  return exit_code;
}

}  // namespace stallhound
