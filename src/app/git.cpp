// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// git is asked in the form that it keeps for programs: names end in NUL, objects go by their numbers. Variables that a
// hook sets for its own repository are removed, since the project's is found from its folder.
#include "app/git.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "base/subprocess.h"

namespace stallhound {
namespace {

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string first_line(const std::string& text) { return trimmed(text.substr(0, text.find('\n'))); }

/// Takes the part up to a separator off the front.
std::string take(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  std::string part(text.substr(0, end));
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

/// A file that git lists as different.
struct Entry {
  std::string path;      ///< Relative to the top of the repository.
  std::string old_path;  ///< Of a renamed file.
  std::string old_mode;
  std::string new_mode;
  std::string object;  ///< How it was.
};

/// Only plain files have content to compare: no links, no repositories inside.
bool is_plain(const std::string& mode) { return mode.starts_with("100"); }

class Repository {
 public:
  explicit Repository(std::string directory) : directory_(std::move(directory)) {}

  Result<Changes> changes_since(const std::string& revision) {
    const auto top = git({"rev-parse", "--show-toplevel"});
    if (!top.started) return fail("--changed asks git what changed, and git cannot be run", "install git");
    if (!top.ok()) {
      return fail(directory_ + " is in no git repository, so nothing is known about changes: " + first_line(top.errors),
                  "--baseline compares with an earlier report instead");
    }
    directory_ = top_ = trimmed(top.output);
    Changes changes;
    changes.since = revision.empty() ? "HEAD" : revision;
    auto base = base_of(revision);
    if (!base) return base.errors();
    base_ = *base;
    const auto listed =
        git({"diff", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--ignore-submodules", base_, "--"});
    const auto untracked = git({"ls-files", "--others", "--exclude-standard", "-z"});
    if (!listed.ok() || !untracked.ok()) {
      return fail("git cannot list the changes: " + first_line((listed.ok() ? untracked : listed).errors), "");
    }
    read_list(listed.output);
    for (std::string_view names = untracked.output; !names.empty();) {
      entries_.push_back({take(names, '\0'), "", "000000", "100644", ""});
    }
    if (auto errors = fetch_contents(); !errors.empty()) return errors;
    read_lines();
    for (const auto& entry : entries_) add(entry);
    for (auto& [path, change] : files_) changes.files.push_back(std::move(change));
    return changes;
  }

 private:
  SubprocessResult git(std::vector<std::string> arguments, std::string input = "") const {
    // Nothing is to be locked or repaired, and no setting of the user's may change the form of the answer.
    std::vector<std::string> command{"git", "-c", "core.quotePath=false", "-c", "color.ui=false"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run_program({std::move(command),
                        directory_,
                        std::move(input),
                        {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY",
                         "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"}});
  }

  static Diagnostic fail(std::string message, std::string hint) {
    return {"", 0, 0, std::move(message), std::move(hint)};
  }

  /// The commit to compare with; the empty tree if there is no commit yet.
  Result<std::string> base_of(const std::string& revision) const {
    const auto head = git({"rev-parse", "--verify", "--quiet", "HEAD^{commit}"});
    if (revision.empty()) {
      if (head.ok()) return trimmed(head.output);
      const auto empty = git({"hash-object", "-t", "tree", "--stdin"});
      return empty.ok() ? Result<std::string>(trimmed(empty.output)) : fail("git knows no empty tree", "");
    }
    const auto commit = git({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
    if (!commit.ok()) {
      return fail("--since: git knows no revision '" + revision + "'", "a branch of a server has to be fetched first");
    }
    if (!head.ok()) return trimmed(commit.output);
    const auto fork = git({"merge-base", trimmed(commit.output), "HEAD"});
    if (!fork.ok()) {
      return fail("--since: the current branch and '" + revision + "' have no commit in common",
                  "a shallow clone lacks the history: fetch more of it");
    }
    return first_line(fork.output);
  }

  void read_list(std::string_view text) {
    while (text.starts_with(':')) {
      text.remove_prefix(1);
      Entry entry;
      entry.old_mode = take(text, ' ');
      entry.new_mode = take(text, ' ');
      entry.object = take(text, ' ');
      take(text, ' ');
      const auto kind = take(text, '\0');
      entry.path = take(text, '\0');
      if (kind.starts_with('R') || kind.starts_with('C')) {
        entry.old_path = entry.path;
        entry.path = take(text, '\0');
      }
      entries_.push_back(std::move(entry));
    }
  }

  /// How each file was.
  Diagnostics fetch_contents() {
    std::set<std::string> converted = converted_paths();
    std::string wanted;
    std::vector<const Entry*> asked;
    for (const auto& entry : entries_) {
      if (!is_plain(entry.old_mode)) continue;
      const auto& path = entry.old_path.empty() ? entry.path : entry.old_path;
      if (converted.contains(path)) {
        auto content = git({"cat-file", "--filters", "--path=" + path, entry.object});
        if (!content.ok()) return unreadable(path, content);
        contents_[path] = std::move(content.output);
        continue;
      }
      wanted += entry.object + '\n';
      asked.push_back(&entry);
    }
    if (asked.empty()) return {};
    const auto answer = git({"cat-file", "--batch"}, wanted);
    std::string_view rest = answer.output;
    for (const auto* entry : asked) {
      const auto& path = entry->old_path.empty() ? entry->path : entry->old_path;
      // "<object> blob <size>", the content, a line end.
      const auto header = take(rest, '\n');
      const auto digits = header.rfind(' ') + 1;
      std::size_t size = 0;
      const auto [end, error] = std::from_chars(header.data() + digits, header.data() + header.size(), size);
      if (error != std::errc() || end != header.data() + header.size() || size >= rest.size()) {
        return unreadable(path, answer);
      }
      contents_[path] = std::string(rest.substr(0, size));
      rest.remove_prefix(size + 1);
    }
    return {};
  }

  static Diagnostics unreadable(const std::string& path, const SubprocessResult& answer) {
    return {{path, 0, 0, "git cannot say what this file was like: " + first_line(answer.errors),
             "a partial clone has to fetch it first"}};
  }

  /// Files whose content git converts between the repository and the working tree.
  std::set<std::string> converted_paths() const {
    std::set<std::string> paths;
    std::string input;
    for (const auto& entry : entries_) {
      if (is_plain(entry.old_mode)) input += (entry.old_path.empty() ? entry.path : entry.old_path) + '\0';
    }
    if (input.empty()) return paths;
    const bool all = trimmed(git({"config", "core.autocrlf"}).output) == "true" ||
                     trimmed(git({"config", "core.eol"}).output) == "crlf";
    const auto answer = git({"check-attr", "-z", "--stdin", "eol", "filter", "ident", "working-tree-encoding"}, input);
    for (std::string_view rest = answer.output; !rest.empty();) {
      auto path = take(rest, '\0');
      const auto attribute = take(rest, '\0');
      const auto value = take(rest, '\0');
      const bool plain = value == "unspecified" || value == "unset" || (attribute == "eol" && value == "lf");
      if (all || !plain) paths.insert(std::move(path));
    }
    return paths;
  }

  /// New lines, from the hunks of a diff without context.
  void read_lines() {
    const auto diff = git({"diff", "-U0", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules",
                           "--src-prefix=a/", "--dst-prefix=b/", base_, "--"});
    std::string path;
    // A line of content may look like a header, but not while the hunk that it belongs to is counted down.
    std::uint32_t left = 0;
    for (std::string_view rest = diff.output; !rest.empty();) {
      const auto line = take(rest, '\n');
      if (left > 0 && (line.starts_with('+') || line.starts_with('-'))) {
        --left;
      } else if (line.starts_with("+++ ")) {
        path = unquoted(line.substr(4));
      } else if (line.starts_with("@@ -")) {
        const auto [old_first, old_count] = range_of(line, '-');
        const auto [first, count] = range_of(line, '+');
        left = old_count + count;
        if (count > 0) lines_[path].emplace_back(first, first + count - 1);
      }
    }
  }

  /// "-7,2" or "-7" in a hunk's header.
  static std::pair<std::uint32_t, std::uint32_t> range_of(const std::string& header, char sign) {
    std::uint32_t first = 0;
    std::uint32_t count = 1;
    const char* end = header.data() + header.size();
    const auto* at = header.data() + header.find(sign, 3) + 1;
    at = std::from_chars(at, end, first).ptr;
    if (at != end && *at == ',') std::from_chars(at + 1, end, count);
    return {first, count};
  }

  /// "b/path" as git writes it: in quotes, with escapes, if it holds a quote, a control character or a backslash.
  static std::string unquoted(std::string_view name) {
    std::string path;
    if (name.starts_with('"')) {
      for (std::size_t i = 1; i < name.size() && name[i] != '"'; ++i) {
        if (name[i] != '\\') {
          path += name[i];
          continue;
        }
        ++i;
        if (i + 2 < name.size() && name[i] >= '0' && name[i] <= '3') {
          path += static_cast<char>((name[i] - '0') * 64 + (name[i + 1] - '0') * 8 + (name[i + 2] - '0'));
          i += 2;
          continue;
        }
        constexpr std::string_view letters = "abtnvfr";
        const auto letter = i < name.size() ? letters.find(name[i]) : std::string_view::npos;
        path += letter != std::string_view::npos ? static_cast<char>('\a' + letter) : i < name.size() ? name[i] : '\\';
      }
    } else {
      // A tab follows names with spaces.
      path = std::string(name.substr(0, name.find('\t')));
    }
    return path.starts_with("b/") ? path.substr(2) : "";
  }

  void add(const Entry& entry) {
    if (!is_plain(entry.old_mode) && !is_plain(entry.new_mode)) return;
    auto& change = file(entry.path);
    change.there = is_plain(entry.new_mode);
    if (change.there && entry.object.empty()) {
      // Not tracked: every line is new.
      change.lines.emplace_back(1, 0xffffffffU);
    } else if (const auto lines = lines_.find(entry.path); lines != lines_.end()) {
      change.lines = lines->second;
    }
    if (!is_plain(entry.old_mode)) return;
    const auto& from = entry.old_path.empty() ? entry.path : entry.old_path;
    change.before.there = true;
    change.before.content = contents_[from];
    // Under its old name it is gone.
    if (entry.old_path.empty()) return;
    auto& old = file(entry.old_path);
    old.before.there = true;
    old.before.content = contents_[from];
  }

  FileChange& file(const std::string& path) {
    const auto absolute = top_ + '/' + path;
    auto& change = files_[absolute];
    change.before.path = absolute;
    return change;
  }

  std::string directory_;
  std::string top_;
  std::string base_;
  std::vector<Entry> entries_;
  std::map<std::string, std::string> contents_;  ///< By the path before.
  std::map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>> lines_;
  std::map<std::string, FileChange> files_;
};

}  // namespace

Result<Changes> find_changes(const std::string& directory, const std::string& since) {
  return Repository(directory).changes_since(since);
}

}  // namespace stallhound
