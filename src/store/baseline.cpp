// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "store/baseline.h"

#include <algorithm>
#include <charconv>

namespace stallhound {
namespace {

constexpr std::string_view magic = "# stallhound baseline ";
constexpr unsigned version = 1;
// With its spaces, the separator occurs in no name: operator| is written without any.
constexpr std::string_view separator = " | ";
constexpr const char* how_to_mend = "write it anew with stallhound baseline";

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> fields;
  while (true) {
    const auto end = line.find(separator);
    fields.emplace_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + separator.size());
  }
}

bool is_conflict_marker(std::string_view line) {
  return line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>") ||
         line.starts_with("|||||||");
}

/// What is wrong with a line's fields, or nothing.
std::string mistake_in(const std::vector<std::string>& fields) {
  if (fields.size() < 3) return "a finding needs a rule, a call and a function, with ' | ' between them";
  if (std::any_of(fields.begin(), fields.end(), [](const std::string& field) { return field.empty(); })) {
    return "a field of this finding is empty";
  }
  const auto slash = fields[0].find('/');
  const bool is_rule = slash != std::string::npos && slash != 0 && slash + 1 != fields[0].size() &&
                       fields[0].find_first_of(" \t") == std::string::npos;
  return is_rule ? "" : "'" + fields[0] + "' is not the id of a rule";
}

/// A line break cannot stand in a name; should one ever do, it must not make two lines, nor, as a space, a separator.
void mend(std::string& field) {
  std::replace_if(field.begin(), field.end(), [](char c) { return c == '\n' || c == '\r'; }, '?');
}

}  // namespace

bool is_baseline(std::string_view text) { return text.starts_with(magic); }

Result<Baseline> parse_baseline(const std::string& file, std::string_view text) {
  const auto head = take_line(text);
  if (!is_baseline(head)) {
    return Diagnostic{file, 1, 1, "this is not a baseline: it does not begin with '# stallhound baseline 1'",
                      how_to_mend};
  }
  unsigned found = 0;
  const auto digits = head.substr(magic.size());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), found);
  if (error != std::errc() || end != digits.data() + digits.size() || found != version) {
    return Diagnostic{file, 1, static_cast<unsigned>(magic.size() + 1),
                      "unknown version '" + std::string(digits) + "' of a baseline",
                      "this program knows version 1; " + std::string(how_to_mend)};
  }
  Baseline baseline{file, {}};
  Diagnostics mistakes;
  for (unsigned number = 2; !text.empty(); ++number) {
    const auto line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    if (is_conflict_marker(line)) {
      mistakes.push_back({file, number, 1, "a merge conflict is not resolved here", "keep the lines of both sides"});
      continue;
    }
    auto fields = split(line);
    if (auto mistake = mistake_in(fields); !mistake.empty()) {
      mistakes.push_back({file, number, 1, std::move(mistake), how_to_mend});
      continue;
    }
    BaselineEntry entry{std::move(fields[0]), std::move(fields[1]), std::move(fields[2]), {}};
    entry.contexts.assign(std::make_move_iterator(fields.begin() + 3), std::make_move_iterator(fields.end()));
    std::sort(entry.contexts.begin(), entry.contexts.end());
    baseline.entries.push_back(std::move(entry));
  }
  if (!mistakes.empty()) return mistakes;
  return baseline;
}

std::string format_baseline(std::vector<BaselineEntry> entries) {
  std::vector<std::string> lines;
  for (auto& entry : entries) {
    for (auto* field : {&entry.rule, &entry.call, &entry.function}) mend(*field);
    for (auto& context : entry.contexts) mend(context);
    std::sort(entry.contexts.begin(), entry.contexts.end());
    std::string line = entry.rule;
    line.append(separator).append(entry.call).append(separator).append(entry.function);
    for (const auto& context : entry.contexts) line.append(separator).append(context);
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  std::string text = std::string(magic) + std::to_string(version) + '\n';
  for (const auto& line : lines) text += line + '\n';
  return text;
}

}  // namespace stallhound
