// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/suppress.h"

#include <algorithm>
#include <limits>
#include <string>

#include "base/path_patterns.h"

namespace stallhound::analysis {
namespace {

bool names_rule(const Suppression& suppression, const RuleName& rule) {
  if (suppression.all_tools) return true;
  std::string id(rule.id);
  std::replace(id.begin(), id.end(), '/', '-');
  return std::any_of(suppression.checks.begin(), suppression.checks.end(), [&](const std::string& check) {
    return check == "stallhound" || glob_match(check, "stallhound-" + std::string(to_string(rule.category))) ||
           glob_match(check, "stallhound-" + id);
  });
}

}  // namespace

Place place_of(const Program& program, const SourceLocation& location) {
  if (location.line == 0) return {};
  const std::string& path = program.files[location.file].path;
  const auto& root = program.root;
  const bool inside = path.size() > root.size() && path.starts_with(root) && path[root.size()] == '/';
  return {inside ? path.substr(root.size() + 1) : path, location.line, location.column};
}

Suppressions::Suppressions(const Program& program, const Policy& policy, bool require_reason)
    : program_(program), policy_(policy), require_reason_(require_reason), uses_(program.suppressions.size(), none) {
  for (const auto& file : program.files) files_.push_back(policy_of(file.path));
  constexpr auto no_end = std::numeric_limits<std::uint32_t>::max();
  for (std::uint32_t i = 0; i < program.suppressions.size(); ++i) {
    const auto& suppression = program.suppressions[i];
    auto& ranges = ranges_[suppression.location.file];
    const auto line = suppression.location.line;
    switch (suppression.kind) {
      case SuppressionKind::line:
        ranges.push_back({line, line, i});
        break;
      case SuppressionKind::next_line:
        ranges.push_back({line + 1, line + 1, i});
        break;
      case SuppressionKind::begin:
        ranges.push_back({line, no_end, i});
        break;
      case SuppressionKind::end:
        // Closes the innermost open block with the same list.
        for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
          const auto& begin = program.suppressions[range->suppression];
          if (range->last == no_end && begin.all_tools == suppression.all_tools && begin.checks == suppression.checks) {
            range->last = line;
            break;
          }
        }
        break;
    }
  }
}

std::uint32_t Suppressions::first_covering(const SourceLocation& place, const RuleName& rule, bool with_reason) const {
  const auto ranges = ranges_.find(place.file);
  if (ranges == ranges_.end() || place.line == 0) return npos;
  for (const auto& range : ranges->second) {
    if (place.line < range.first || place.line > range.last) continue;
    const auto& suppression = program_.suppressions[range.suppression];
    if (with_reason && suppression.reason.empty()) continue;
    if (names_rule(suppression, rule)) return range.suppression;
  }
  return npos;
}

std::uint32_t Suppressions::find(const SourceLocation& place, const RuleName& rule) const {
  const auto comment = first_covering(place, rule, require_reason_);
  if (comment != npos || place.line == 0) return comment;
  // The numbers of settings follow those of comments: tests first, then the sections.
  const auto base = static_cast<std::uint32_t>(program_.suppressions.size());
  const auto& file = files_[place.file];
  if (file.is_test) return base;
  const auto section = deciding_section(file, rule.id);
  if (section == npos || find_setting(policy_.sections[section].rules, rule.id)->on) return npos;
  return base + 1 + section;
}

Suppressions::FilePolicy Suppressions::policy_of(const std::string& path) const {
  FilePolicy result;
  const auto& folder = policy_.folder;
  if (folder.empty() || !path.starts_with(folder)) return result;
  const bool at_root = folder.ends_with('/');
  if (!at_root && (path.size() <= folder.size() || path[folder.size()] != '/')) return result;
  const auto name = std::string_view(path).substr(folder.size() + (at_root ? 0 : 1));
  result.is_test = any_path_matches(policy_.tests, name);
  for (std::uint32_t s = 0; s < policy_.sections.size(); ++s) {
    if (any_path_matches(policy_.sections[s].paths, name)) result.sections.push_back(s);
  }
  return result;
}

std::uint32_t Suppressions::deciding_section(const FilePolicy& file, std::string_view rule) const {
  for (auto s = file.sections.rbegin(); s != file.sections.rend(); ++s) {
    if (find_setting(policy_.sections[*s].rules, rule) != nullptr) return *s;
  }
  return npos;
}

bool Suppressions::is_on(const SourceLocation& place, const RuleName& rule) const {
  const auto& off = policy_.off_elsewhere;
  if (std::find(off.begin(), off.end(), rule.id) == off.end()) return true;
  const auto section = deciding_section(files_[place.file], rule.id);
  return section != npos && find_setting(policy_.sections[section].rules, rule.id)->on;
}

std::optional<Severity> Suppressions::severity(const SourceLocation& place, const RuleName& rule) const {
  if (const auto section = deciding_section(files_[place.file], rule.id); section != npos) {
    const auto* setting = find_setting(policy_.sections[section].rules, rule.id);
    if (setting->severity) return setting->severity;
  }
  const auto* setting = find_setting(policy_.rules, rule.id);
  return setting == nullptr ? std::nullopt : setting->severity;
}

FailLevel Suppressions::fail_on(const std::string& path, FailLevel otherwise) const {
  for (const auto section : policy_of(path).sections) {
    if (policy_.sections[section].fail_on) otherwise = *policy_.sections[section].fail_on;
  }
  return otherwise;
}

SuppressionInfo Suppressions::info(std::uint32_t number) const {
  if (number < program_.suppressions.size()) {
    const auto& comment = program_.suppressions[number];
    return {"comment", place_of(program_, comment.location), comment.reason};
  }
  const auto setting = number - program_.suppressions.size();
  if (setting == 0) return {"setting", {policy_.file, policy_.tests_line, 1}, "test code"};
  return {"setting", {policy_.file, policy_.sections[setting - 1].line, 1}, ""};
}

std::uint32_t Suppressions::covering(const SourceLocation& place, const RuleName& rule) {
  const auto found = find(place, rule);
  if (found != npos) {
    if (found < uses_.size()) uses_[found] = used;
  } else if (require_reason_) {
    const auto unfit = first_covering(place, rule, false);
    if (unfit != npos) uses_[unfit] = lacks_reason;
  }
  return found;
}

std::vector<std::uint32_t> Suppressions::about(const RuleName& rule) const {
  std::vector<std::uint32_t> list;
  for (std::uint32_t i = 0; i < uses_.size(); ++i) {
    if (names_rule(program_.suppressions[i], rule)) list.push_back(i);
  }
  // Sections that turn a rule on matter as well: they may take back what an earlier one said.
  const auto base = static_cast<std::uint32_t>(uses_.size());
  for (std::uint32_t s = 0; s < policy_.sections.size(); ++s) {
    const auto* setting = find_setting(policy_.sections[s].rules, rule.id);
    if (setting != nullptr) list.push_back(base + 2 * s + (setting->on ? 1 : 0));
  }
  return list;
}

std::vector<std::uint32_t> Suppressions::with_use(Use use) const {
  std::vector<std::uint32_t> list;
  for (std::uint32_t i = 0; i < uses_.size(); ++i) {
    if (uses_[i] == use && program_.suppressions[i].kind != SuppressionKind::end) list.push_back(i);
  }
  return list;
}

std::vector<std::uint32_t> Suppressions::unused() const {
  auto list = with_use(none);
  // Those that name no tool, or only others, may hide what others find.
  std::erase_if(list, [&](std::uint32_t i) { return program_.suppressions[i].checks.empty(); });
  return list;
}

std::vector<std::uint32_t> Suppressions::without_reason() const { return with_use(lacks_reason); }

}  // namespace stallhound::analysis
