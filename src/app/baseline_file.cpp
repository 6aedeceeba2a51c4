// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/baseline_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/output.h"
#include "base/files.h"
#include "store/baseline.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

constexpr const char* usual_name = ".stallhound-baseline";
constexpr int incomplete = 3;
constexpr int user_error = 2;

std::string file_to_write(const ScanOptions& options, const std::string& root) {
  if (!options.output_file.empty()) return options.output_file;
  if (!options.baseline.empty()) return options.baseline;
  return relative_to(options.project.directory, root + '/' + usual_name);
}

std::string count(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

int fail(std::ostream& err, const Diagnostics& errors) {
  print_errors(errors, err);
  return user_error;
}

/// Something else must not be overwritten by a slip of the fingers.
Diagnostics check_is_ours(const std::string& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error) || fs::file_size(file, error) == 0) return {};
  if (is_baseline(read_start(file, 64))) return {};
  return {{file, 0, 0, "is not a baseline, so it is not overwritten", "name another file with -o, or remove this one"}};
}

int prune(const Report& report, const std::string& file, std::ostream& out, std::ostream& err) {
  const auto& baseline = *report.baseline;
  if (!baseline.complete) {
    err << "stallhound: " << file << " is left as it is: not all units could be analysed, so what was not found need "
        << "not be fixed\n";
    return incomplete;
  }
  if (const auto errors = write_file(file, format_baseline(baseline.kept)); !errors.empty()) return fail(err, errors);
  out << fmt::format("{}: {} dropped, {} kept\n", file, count(baseline.fixed.size(), "fixed finding"),
                     baseline.kept.size());
  return 0;
}

}  // namespace

Diagnostics read_baseline(ScanOptions& options, const std::string& root) {
  if (options.judge.all_contexts && !options.prune) return {};
  const auto file = options.prune ? file_to_write(options, root) : options.baseline;
  if (file.empty()) return {};
  std::error_code error;
  if (!fs::exists(file, error)) {
    return {{file, 0, 0, "there is no such baseline", "stallhound baseline -o FILE writes one"}};
  }
  // The configuration's was told apart from what the user names when it was read.
  const bool given = options.given.contains("--baseline");
  const auto text = read_file(file, file_kind::baseline, given ? NamedBy::user : NamedBy::project);
  if (!text) return text.errors();
  auto baseline = parse_baseline(file, *text);
  if (!baseline) return baseline.errors();
  options.judge.baseline = std::move(*baseline);
  return {};
}

int write_baseline(const Report& report, const ScanOptions& options, std::ostream& out, std::ostream& err) {
  const auto file = file_to_write(options, report.root);
  if (options.prune) return prune(report, file, out, err);
  std::vector<BaselineEntry> entries;
  for (const auto& finding : report.findings) {
    if (!finding.suppressed.empty()) continue;
    entries.push_back({finding.rule, finding.call, finding.function, finding.contexts});
  }
  const auto text = format_baseline(entries);
  if (file == "-") {
    out << text;
  } else {
    auto errors = check_is_ours(file);
    if (errors.empty()) errors = write_file(file, text);
    if (!errors.empty()) return fail(err, errors);
    out << fmt::format("{}: {} written; stallhound scan --baseline {} reports what is new\n", file,
                       count(entries.size(), "finding"), file);
  }
  // What could not be analysed will look new once it can.
  const bool unusable_entries = options.judge.partial && options.project.paths.empty();
  if (report.summary.failed == 0 && !unusable_entries) return 0;
  err << "stallhound: not all units could be analysed; what they hold will be new once they can be\n";
  return incomplete;
}

}  // namespace stallhound
