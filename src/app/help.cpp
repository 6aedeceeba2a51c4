// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/help.h"

#include <algorithm>
#include <ostream>

#include "app/locations.h"
#include "app/options.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

constexpr std::string_view commands[] = {"scan",    "baseline", "init",    "config", "rules", "explain",
                                         "why-not", "dump",     "extract", "link",   "cache"};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1);
    lines.push_back(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
  return lines;
}

/// The options that a line of the help describes: "  --config FILE   ...; --no-config: none". Its text begins after the
/// first two spaces in a row; an option named in the text counts only if a colon follows.
std::vector<std::string> described_by(std::string_view line) {
  std::vector<std::string> names;
  const auto text = line.find("  ", 2);
  for (auto at = line.find(" -"); at != std::string_view::npos; at = line.find(" -", at + 1)) {
    const auto end = line.find_first_of(" :,[=\n", at + 1);
    const auto name = line.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    if (at < text || (end != std::string_view::npos && line[end] == ':')) names.emplace_back(name);
  }
  return names;
}

}  // namespace

std::span<const std::string_view> command_names() { return commands; }

std::string help_of(std::string_view command, std::string_view usage) {
  const auto known = options_of(command);
  std::string synopsis;
  std::string options;
  bool kept = false;  // Lines that are indented further belong to the one before.
  for (const auto line : lines_of(usage)) {
    const bool begins = line.starts_with("  ") && line.size() > 2 && line[2] != ' ';
    if (line.starts_with("  stallhound ")) {
      const auto rest = line.substr(std::string_view("  stallhound ").size());
      kept = rest.substr(0, rest.find_first_of(" |\n")) == command;
    } else if (begins) {
      const auto names = described_by(line);
      kept = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::any_of(known.begin(), known.end(), [&](const OptionWord& option) { return option.name == name; });
      });
    } else if (!line.starts_with("   ")) {
      kept = false;
    }
    if (kept) (line.starts_with("  -") || !options.empty() ? options : synopsis) += line;
  }
  return options.empty() ? synopsis : synopsis + "\noptions:\n" + options;
}

void print_version(bool verbose, std::ostream& out) {
  out << "stallhound " STALLHOUND_VERSION "\n";
  if (!verbose) return;
  const auto shown = [](const std::string& path) { return path.empty() ? "none found" : path; };
  out << "clang: " << extractor_version() << '\n'
      << "builtin headers: " << shown(find_resource_dir()) << '\n'
      << "rules: " << shown(find_rules_dir()) << '\n'
      << "cache: " << shown(default_cache_dir()) << '\n';
}

}  // namespace stallhound
