// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/suppress.h"

#include <algorithm>
#include <limits>
#include <string>

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

Suppressions::Suppressions(const Program& program, bool require_reason)
    : program_(program), require_reason_(require_reason), uses_(program.suppressions.size(), none) {
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
  return first_covering(place, rule, require_reason_);
}

std::uint32_t Suppressions::covering(const SourceLocation& place, const RuleName& rule) {
  const auto found = find(place, rule);
  if (found != npos) {
    uses_[found] = used;
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
