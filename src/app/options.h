// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The command line of a scan.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "stallhound/phases.h"

namespace stallhound {

/// A report to write: a format, and a file or "" for standard output.
struct Output {
  std::string format;
  std::string file;
};

struct ScanOptions {
  ProjectQuery project;
  std::vector<Output> outputs;     ///< At least one after parsing.
  std::vector<std::string> rules;  ///< Extra packs or folders of packs.
  JudgeOptions judge;
  unsigned timeout = 600;          ///< Seconds that one unit may take.
  unsigned jobs = 0;               ///< 0: as many as there are processors.
  std::size_t max_memory_mib = 0;  ///< What all processes together may need; 0: a share of the machine's memory.
  bool walk_system = false;
  bool use_cache = true;
  std::string cache_dir;                   ///< "": the user's own.
  bool changed = false;                    ///< Report only what changes cause.
  std::string since;                       ///< The revision to compare with; empty: the last commit.
  std::vector<std::string> changed_paths;  ///< Only changes under these; empty: all.
  bool stats = false;
  bool shuffle = false;            ///< Take the units in another order (for tests of determinism).
  std::string dump;                ///< `dump` only: facts, program, labels or paths.
  std::string output_dir;          ///< `extract` only.
  std::string output_file;         ///< `baseline` only; "-" for standard output, empty: the usual place.
  std::string subject;             ///< `explain`: a fingerprint; `why-not`: FILE:LINE.
  std::set<std::string> given;     ///< The options that were on the command line.
  std::string config_file;         ///< --config
  bool no_config = false;          ///< Do not look for a configuration.
  std::vector<std::string> roots;  ///< Folders whose code is followed; never empty once the project is known.
  std::string baseline;            ///< File of known findings; empty: none.
  bool prune = false;              ///< `baseline`: only drop what is fixed.
  /// More unresolved calls than this fail the scan.
  std::optional<std::uint64_t> max_unresolved;
};

/// Which command the arguments belong to; decides which options are known.
enum class Command { scan, dump, extract, link, explain, why_not, baseline, config };

/// Parses what follows the command's name. All mistakes are reported at once.
Result<ScanOptions> parse_scan_options(Command command, const std::vector<std::string>& arguments,
                                       const std::string& directory);

/// An option that a command takes.
struct OptionWord {
  std::string name;
  bool takes_value = false;
};

/// The options of a command by its name, as far as they are for users; none for commands that read their own.
std::vector<OptionWord> options_of(std::string_view command);

/// The values that an option knows by name; empty if it takes any text.
std::vector<std::string> values_of(std::string_view option);

}  // namespace stallhound
