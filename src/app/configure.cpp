// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/configure.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "app/locations.h"
#include "app/output.h"
#include "base/files.h"
#include "base/path_patterns.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

constexpr const char* config_name = ".stallhound.json";

Result<ConfigPointer> read(const fs::path& file, const std::string& shown, NamedBy named) {
  const auto text = read_file(file.string(), file_kind::configuration, named);
  if (!text) return Diagnostics{{shown, 0, 0, text.errors().front().message, ""}};
  std::error_code error;
  auto config = read_config(shown, fs::weakly_canonical(file, error).parent_path().string(), *text);
  if (!config) return config.errors();
  return ConfigPointer(std::make_shared<Config>(std::move(*config)));
}

/// A path that a configuration names, absolute.
std::string absolute(const Config& config, const std::string& path) {
  std::error_code error;
  auto full = fs::weakly_canonical(fs::path(config.folder) / path, error);
  // Behind a folder that does not exist, ".." was taken out by name only: what is left may be a link.
  if (!error) full = fs::weakly_canonical(full, error);
  return error ? (fs::path(config.folder) / path).string() : full.string();
}

/// Who checks a project out has not agreed that files outside of it are read. An option is the user's own word.
void check_is_inside(const Config& config, const PlacedPath& path, const std::string& option, const std::string& root,
                     Diagnostics& errors) {
  const auto full = absolute(config, path.path);
  const auto inside = [&full](const std::string& folder) {
    return full == folder || relative_to(folder, full) != full;
  };
  if (inside(config.folder) || (!root.empty() && inside(root))) return;
  errors.push_back({config.file, path.place.line, path.place.column, "`" + path.path + "` leads out of the project",
                    "name it on the command line: " + option + " " + full});
}

/// What a configuration names must be there.
std::string existing(const Config& config, const PlacedPath& path, bool folder, Diagnostics& errors) {
  const auto full = absolute(config, path.path);
  std::error_code error;
  if (!fs::exists(full, error)) {
    errors.push_back({config.file, path.place.line, path.place.column, "there is no `" + path.path + "`",
                      "paths begin at the folder of this file"});
  } else if (folder && !fs::is_directory(full, error)) {
    errors.push_back({config.file, path.place.line, path.place.column, "`" + path.path + "` is not a folder", ""});
  }
  return full;
}

/// A folder, or a file that can be read to its end.
void check_is_pack(const Config& config, const PlacedPath& path, const std::string& full, Diagnostics& errors) {
  std::error_code error;
  if (!fs::exists(full, error) || fs::is_directory(full, error)) return;
  const auto mistake = mistake_in_file(full, file_kind::pack);
  if (mistake.empty()) return;
  errors.push_back({config.file, path.place.line, path.place.column, "`" + path.path + "` " + mistake, ""});
}

bool contains(const std::vector<Category>& list, Category category) {
  return std::find(list.begin(), list.end(), category) != list.end();
}

}  // namespace

Result<ConfigPointer> find_config(const ScanOptions& options, const std::string& folder) {
  if (options.no_config) return ConfigPointer();
  if (!options.config_file.empty()) {
    std::error_code error;
    if (!fs::exists(options.config_file, error)) {
      return Diagnostic{options.config_file, 0, 0, "there is no such configuration", "stallhound init writes one"};
    }
    return read(options.config_file, options.config_file, NamedBy::user);
  }
  for (fs::path directory = folder; !directory.empty(); directory = directory.parent_path()) {
    const auto file = directory / config_name;
    std::error_code error;
    // Whatever it is: a pipe of this name must not look like no configuration.
    if (fs::exists(fs::symlink_status(file, error)) && !fs::is_directory(file, error)) {
      // Short for people, and the same for every checkout.
      return read(file, relative_to(options.project.directory, file.string()), NamedBy::project);
    }
    if (directory == directory.root_path()) break;
  }
  return ConfigPointer();
}

Result<std::string> build_folder(const Config& config, const std::string& directory) {
  Diagnostics errors;
  check_is_inside(config, *config.build, "-p", marked_root(directory), errors);
  if (!errors.empty()) return errors;
  return (fs::path(config.folder) / config.build->path).string();
}

Diagnostics apply_config(const Config& config, const std::string& root, ScanOptions& options) {
  Diagnostics errors;
  const auto given = [&options](const char* flag) { return options.given.contains(flag); };
  auto& judge = options.judge;
  judge.policy = config.policy;
  judge.policy.file = relative_to(root, absolute(config, fs::path(config.file).filename().string()));
  if (given("--fail-on")) {
    for (auto& section : judge.policy.sections) section.fail_on.reset();
  } else if (config.fail_on) {
    judge.fail_on = *config.fail_on;
  }
  if (config.confidence && !given("--confidence")) judge.analyze.confidence = *config.confidence;
  if (config.max_unresolved && !given("--max-unresolved")) {
    options.max_unresolved = *config.max_unresolved;
  }
  judge.require_reason = judge.require_reason || config.require_reason.value_or(false);
  judge.analyze.pedantic = judge.analyze.pedantic || config.pedantic.value_or(false);
  judge.analyze.walk.insert(judge.analyze.walk.begin(), config.walk.begin(), config.walk.end());
  std::vector<std::string> packs;
  for (const auto& pack : config.packs) {
    check_is_inside(config, pack, "--rules", root, errors);
    packs.push_back(existing(config, pack, false, errors));
    check_is_pack(config, pack, packs.back(), errors);
  }
  options.rules.insert(options.rules.begin(), packs.begin(), packs.end());
  for (const auto& folder : config.roots) options.roots.push_back(existing(config, folder, true, errors));
  if (config.baseline && !given("--baseline") && !given("--no-baseline")) {
    check_is_inside(config, *config.baseline, "--baseline", root, errors);
    options.baseline = relative_to(options.project.directory, absolute(config, config.baseline->path));
  }
  return errors;
}

Diagnostics apply_rule_settings(const Config& config, RuleSet& rules, ScanOptions& options) {
  if (auto errors = add_declared(config, rules); !errors.empty()) return errors;
  auto& analyze = options.judge.analyze;
  auto& policy = options.judge.policy;
  const auto asked = analyze.categories;
  const auto may_be_on = [&](Category category) { return asked.empty() || contains(asked, category); };
  std::vector<Category> needed;
  std::vector<std::string> off;
  for (const auto& id : rule_ids(rules)) {
    const auto category = *parse_category(id.substr(0, id.find('/')));
    const auto* setting = find_setting(policy.rules, id);
    // --category beats what is said about categories; what is said about a rule is more than that.
    const bool about_rule = setting != nullptr && setting->name == id;
    bool on = asked.empty() ? on_by_default(category) : contains(asked, category);
    if (setting != nullptr && (about_rule || asked.empty())) on = setting->on && may_be_on(category);
    const bool in_section =
        may_be_on(category) && std::any_of(policy.sections.begin(), policy.sections.end(), [&](const Section& section) {
          const auto* here = find_setting(section.rules, id);
          return here != nullptr && here->on;
        });
    if (!on && in_section) policy.off_elsewhere.push_back(id);
    if (!on && !in_section) {
      off.push_back(id);
    } else if (!contains(needed, category)) {
      needed.push_back(category);
    }
  }
  if (needed.empty()) {
    return {{config.file, 0, 0, "the settings in `rules` turn every rule off", "leave at least one on"}};
  }
  // Rules of categories that nobody needs are off with these.
  std::copy_if(off.begin(), off.end(), std::back_inserter(analyze.rules_off),
               [&](const std::string& id) { return contains(needed, *parse_category(id.substr(0, id.find('/')))); });
  // Asked for by name, a category without any rule stays asked for.
  for (const auto category : asked) {
    if (!contains(needed, category)) needed.push_back(category);
  }
  std::sort(needed.begin(), needed.end());
  analyze.categories = std::move(needed);
  return {};
}

bool is_excluded(const Config& config, const std::string& file) {
  const auto name = relative_to(config.folder, file);
  return name != file && any_path_matches(config.exclude, name);
}

Diagnostics exclude_units(const Config& config, Project& project) {
  const bool any = !project.jobs.empty();
  std::erase_if(project.jobs, [&](const TuJob& job) { return is_excluded(config, job.file); });
  std::erase_if(project.problems, [&](const Problem& problem) { return is_excluded(config, problem.file); });
  if (!any || !project.jobs.empty()) return {};
  return {
      {config.file, config.exclude_line, 0, "`exclude` leaves nothing to analyse", "--no-config ignores this file"}};
}

void exclude_code(const Config& config, std::vector<TuFacts>& units) {
  if (config.exclude.empty()) return;
  std::erase_if(units, [&](const TuFacts& unit) { return is_excluded(config, unit.main_file); });
  for (auto& unit : units) {
    std::vector<char> excluded;
    for (auto& file : unit.files) {
      excluded.push_back(is_excluded(config, file.path));
      if (excluded.back() != 0) file.in_roots = false;
    }
    if (std::find(excluded.begin(), excluded.end(), 1) == excluded.end()) continue;
    const auto in_excluded = [&](const SourceLocation& place) { return excluded[place.file] != 0; };
    for (auto& function : unit.functions) {
      if (in_excluded(function.location)) function.flags &= ~static_cast<std::uint32_t>(fn_in_roots);
    }
    std::erase_if(unit.bodies, [&](const Body& body) { return in_excluded(body.location); });
    std::erase_if(unit.suppressions, [&](const Suppression& comment) { return in_excluded(comment.location); });
  }
}

std::vector<Problem> unknown_declarations(const Config& config, const Program& program) {
  std::vector<std::string_view> known;
  for (const auto& function : program.functions) {
    // Sorted by name.
    if (known.empty() || known.back() != function.name) known.push_back(function.name);
    if (!function.alias.empty()) known.push_back(function.alias);
  }
  std::vector<Problem> problems;
  for (const auto& unknown : unknown_functions(config, known)) {
    const std::string hint = unknown.hint.empty() ? "" : " (" + unknown.hint + ")";
    problems.push_back({"unused-setting", relative_to(program.root, absolute(config, fs::path(config.file).filename())),
                        "line " + std::to_string(unknown.line) + ": " + unknown.message + hint});
  }
  return problems;
}

}  // namespace stallhound
