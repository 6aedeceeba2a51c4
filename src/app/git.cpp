// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// git is asked in the form that it keeps for programs: names end in NUL, objects go by their numbers.
//
// Contents are compared as they stand in the working tree. git itself converts line ends, encodings and `$Id$`. A
// filter (git-lfs, git-crypt) is a program, and no program is run (git_command.h): how a file with a filter was is not
// known. Such a file counts as new as a whole if it is not as git last saw it. The same holds for a file that was too
// large to be a source file.
#include "app/git.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "app/git_command.h"
#include "base/files.h"

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

constexpr const char* fetch_hint = "what a partial clone lacks has to be fetched first: `git diff REVISION` does it";

/// Only plain files have content to compare: no links, no repositories inside.
bool is_plain(const std::string& mode) { return mode.starts_with("100"); }

class Repository {
 public:
  explicit Repository(GitRepository repository) : repository_(std::move(repository)) {}

  Result<Changes> changes_since(const std::string& revision) {
    Changes changes;
    changes.since = revision.empty() ? "HEAD" : revision;
    auto base = base_of(revision);
    if (!base) return base.errors();
    base_ = *base;
    const auto listed = git({"diff", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--no-textconv",
                             "--ignore-submodules=all", base_, "--"});
    const auto untracked = git({"ls-files", "--others", "--exclude-standard", "-z"});
    if (!listed.ok() || !untracked.ok()) {
      return fail("git cannot list the changes: " + first_line((listed.ok() ? untracked : listed).errors), fetch_hint);
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
  SubprocessResult git(const std::vector<std::string>& arguments, std::string input = "") const {
    return repository_.run(arguments, std::move(input));
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
    const auto conversions = conversions_of_paths();
    const auto sizes = sizes_of_objects();
    std::string wanted;
    std::vector<const Entry*> asked;
    for (const auto& entry : entries_) {
      if (!is_plain(entry.old_mode)) continue;
      const auto& path = former_path(entry);
      const auto conversion = conversions.find(path);
      const auto size = sizes.find(entry.object);
      if (size == sizes.end()) return unreadable(path, {});
      if (size->second > file_kind::source.most_bytes ||
          (conversion != conversions.end() && conversion->second == Conversion::filter)) {
        unknown_.insert(path);
      } else if (conversion != conversions.end()) {
        auto content = git({"cat-file", "--filters", "--path=" + path, entry.object});
        if (!content.ok()) return unreadable(path, content);
        contents_[path] = std::move(content.output);
      } else {
        wanted += entry.object + '\n';
        asked.push_back(&entry);
      }
    }
    return asked.empty() ? Diagnostics{} : read_batch(asked, git({"cat-file", "--batch"}, wanted));
  }

  /// The answer of `cat-file --batch`: "<object> blob <size>", the content, a line end.
  Diagnostics read_batch(const std::vector<const Entry*>& asked, const SubprocessResult& answer) {
    std::string_view rest = answer.output;
    for (const auto* entry : asked) {
      const auto& path = former_path(*entry);
      const auto size = size_in(take(rest, '\n'));
      if (!size || *size >= rest.size()) return unreadable(path, answer);
      contents_[path] = std::string(rest.substr(0, *size));
      rest.remove_prefix(*size + 1);
    }
    return {};
  }

  /// The last number of "<object> blob <size>".
  static std::optional<std::uint64_t> size_in(const std::string& header) {
    const auto digits = header.rfind(' ') + 1;
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(header.data() + digits, header.data() + header.size(), size);
    if (error != std::errc() || end != header.data() + header.size()) return std::nullopt;
    return size;
  }

  std::map<std::string, std::uint64_t> sizes_of_objects() const {
    std::map<std::string, std::uint64_t> sizes;
    std::string input;
    for (const auto& entry : entries_) {
      if (is_plain(entry.old_mode)) input += entry.object + '\n';
    }
    if (input.empty()) return sizes;
    const auto answer = git({"cat-file", "--batch-check"}, input);
    for (std::string_view rest = answer.output; !rest.empty();) {
      const auto line = take(rest, '\n');
      if (const auto size = size_in(line)) sizes.emplace(line.substr(0, line.find(' ')), *size);
    }
    return sizes;
  }

  static const std::string& former_path(const Entry& entry) {
    return entry.old_path.empty() ? entry.path : entry.old_path;
  }

  static Diagnostics unreadable(const std::string& path, const SubprocessResult& answer) {
    return {{path, 0, 0, "git cannot say what this file was like: " + first_line(answer.errors), fetch_hint}};
  }

  /// How the content of a file differs between the repository and the working tree.
  enum class Conversion : std::uint8_t { by_git, filter };

  /// Of files that are not the same in both.
  std::map<std::string, Conversion> conversions_of_paths() const {
    std::map<std::string, Conversion> paths;
    std::string input;
    for (const auto& entry : entries_) {
      if (is_plain(entry.old_mode)) input += former_path(entry) + '\0';
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
      if (attribute == "filter" && !plain) {
        paths[path] = Conversion::filter;
      } else if (all || !plain) {
        paths.emplace(std::move(path), Conversion::by_git);
      }
    }
    return paths;
  }

  /// New lines, from the hunks of a diff without context.
  void read_lines() {
    const auto diff =
        git({"diff", "-U0", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all",
             "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", base_, "--"});
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
    const auto& from = former_path(entry);
    const bool unknown = unknown_.contains(from);
    if (change.there && (entry.object.empty() || unknown)) {
      // Not tracked, or nobody knows: every line is new.
      change.lines.emplace_back(1, 0xffffffffU);
    } else if (const auto lines = lines_.find(entry.path); lines != lines_.end()) {
      change.lines = lines->second;
    }
    if (!is_plain(entry.old_mode) || unknown) return;
    change.before.there = true;
    change.before.content = contents_[from];
    // Under its old name it is gone.
    if (entry.old_path.empty()) return;
    auto& old = file(entry.old_path);
    old.before.there = true;
    old.before.content = contents_[from];
  }

  FileChange& file(const std::string& path) {
    const auto absolute = repository_.top() + '/' + path;
    auto& change = files_[absolute];
    change.before.path = absolute;
    return change;
  }

  GitRepository repository_;
  std::string base_;
  std::vector<Entry> entries_;
  std::set<std::string> unknown_;                ///< By the path before: how these files were cannot be told.
  std::map<std::string, std::string> contents_;  ///< By the path before.
  std::map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>> lines_;
  std::map<std::string, FileChange> files_;
};

}  // namespace

Result<Changes> find_changes(const std::string& directory, const std::string& since) {
  auto repository = GitRepository::open(directory);
  if (!repository) return repository.errors();
  return Repository(std::move(*repository)).changes_since(since);
}

}  // namespace stallhound
