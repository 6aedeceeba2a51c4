// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/git_command.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <string_view>

namespace stallhound {
namespace {

namespace fs = std::filesystem;

/// A network drive with a large repository needs minutes; a settings file that is a pipe would take for ever.
constexpr std::chrono::minutes limit{5};

/// Read by the option that empties a filter whose name has a '='.
constexpr std::string_view empty_variable = "STALLHOUND_NOTHING";

Diagnostic fail(std::string message, std::string hint) { return {"", 0, 0, std::move(message), std::move(hint)}; }

std::string first_line(const SubprocessResult& answer) {
  if (answer.timed_out) return "it did not answer in time";
  return answer.errors.substr(0, answer.errors.find('\n'));
}

std::string without_line_end(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

/// The nearest folder at or above this one that has a repository of its own in `.git`; "" if there is none.
std::string find_top(const std::string& folder) {
  std::error_code error;
  for (fs::path at = fs::canonical(folder, error); !error && !at.empty(); at = at.parent_path()) {
    const auto git = at / ".git";
    std::error_code ignored;
    if (fs::is_regular_file(git, ignored) || fs::exists(git / "HEAD", ignored)) return at.string();
    if (at == at.root_path()) break;
  }
  return "";
}

/// Variables for git: none of its own comes from outside, except where the user's settings lie.
std::vector<std::string> environment() {
  static const std::set<std::string_view> kept = {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"};
  std::vector<std::string> changes;
  for (char** entry = ::environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    const auto name = variable.substr(0, variable.find('='));
    if (name.starts_with("GIT_") && !kept.contains(name)) changes.emplace_back(name);
  }
  // Nothing is locked, fetched or asked for.
  for (const auto* set : {"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",
                          "GIT_ALLOW_PROTOCOL=none", "GIT_PROTOCOL_FROM_USER=0", "LC_ALL=C"}) {
    changes.emplace_back(set);
  }
  changes.push_back(std::string(empty_variable) + '=');
  return changes;
}

/// What every command begins with. An empty text turns the monitor off for versions to which it is the name of a
/// program, too.
std::vector<std::string> safe_git() {
  std::vector<std::string> command{"git", "--no-pager"};
  for (const auto* setting :
       {"safe.bareRepository=explicit", "core.fsmonitor=", "core.virtualFilesystem=", "core.hooksPath=/dev/null",
        "core.sshCommand=", "core.gitProxy=", "core.askPass=", "core.pager=", "core.editor=false", "credential.helper=",
        "diff.external=", "protocol.allow=never", "submodule.recurse=false", "gc.auto=0", "maintenance.auto=false",
        // Larger files are no sources (base/files.h); their lines are not compared.
        "core.bigFileThreshold=64m",
        // No setting of the user's may change the form of the answer.
        "core.quotePath=false", "color.ui=false"}) {
    command.insert(command.end(), {"-c", setting});
  }
  return command;
}

/// Whether a path is another one, or lies below it.
bool holds(const fs::path& folder, const fs::path& path) {
  const auto rest = path.lexically_relative(folder);
  return !rest.empty() && *rest.begin() != "..";
}

}  // namespace

Result<GitRepository> GitRepository::open(const std::string& folder) {
  if (find_program("git").empty()) {
    return fail("--changed asks git what changed, and git cannot be run", "install git");
  }
  const auto top = find_top(folder);
  if (top.empty()) {
    return fail(folder + " is in no git repository, so nothing is known about changes",
                "--baseline compares with an earlier report instead");
  }
  GitRepository repository(top);
  auto errors = repository.check();
  if (errors.empty()) errors = repository.empty_filters();
  if (!errors.empty()) return errors;
  return repository;
}

/// git has to mean the same repository, or it would read the settings of another one.
Diagnostics GitRepository::check() const {
  const auto found = run({"rev-parse", "--absolute-git-dir"});
  const auto shown = run({"rev-parse", "--show-toplevel"});
  if (!found.ok() || !shown.ok()) {
    return {fail("git cannot read the repository of " + top_ + ": " + first_line(found.ok() ? shown : found), "")};
  }
  std::error_code error;
  const auto git = fs::path(top_) / ".git";
  const auto directory = fs::canonical(without_line_end(found.output), error);
  const auto same_top = fs::canonical(without_line_end(shown.output), error) == top_;
  // A file `.git` leads elsewhere: to a folder of the main working tree or of the repository around this one. It must
  // not lead to a folder of tracked files, nor must a link.
  const bool expected = fs::is_regular_file(git, error) || directory == fs::canonical(git, error);
  const bool tracked = holds(top_, directory) && directory != git;
  if (same_top && expected && !tracked) return {};
  return {fail(top_ + " is not the working tree of the repository that git finds in it, " + directory.string(),
               "--changed reads only repositories whose `.git` lies at the top of their working tree")};
}

/// Filters are programs, and their names are free: those of all settings that git reads are set to nothing.
Diagnostics GitRepository::empty_filters() {
  const auto listed = run({"config", "--null", "--name-only", "--get-regexp", "^filter[.]"});
  const bool none = listed.started && !listed.timed_out && listed.status == 1 && listed.errors.empty();
  if (!listed.ok() && !none) return {fail("git cannot list its settings: " + first_line(listed), "")};
  std::set<std::string> names;
  for (std::string_view rest = listed.output; !rest.empty();) {
    const auto key = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(key.size() + 1, rest.size()));
    const auto last = key.rfind('.');
    constexpr auto start = std::string_view("filter.").size();
    if (last != std::string_view::npos && last >= start) names.emplace(key.substr(start, last - start));
  }
  for (const auto& name : names) {
    for (const auto* part : {"clean", "smudge", "process", "required"}) {
      const auto key = "filter." + name + '.' + part;
      if (name.find('=') == std::string::npos) {
        settings_.insert(settings_.end(), {"-c", key + '='});
      } else {
        // Versions without this option refuse it, and so run nothing either.
        settings_.push_back("--config-env=" + key + '=' + std::string(empty_variable));
      }
    }
  }
  return {};
}

SubprocessResult GitRepository::run(const std::vector<std::string>& arguments, std::string input) const {
  auto command = safe_git();
  command.insert(command.end(), settings_.begin(), settings_.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_program({std::move(command), top_, std::move(input), environment(), limit});
}

}  // namespace stallhound
