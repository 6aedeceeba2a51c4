// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "app/cache_command.h"
#include "app/ending.h"
#include "app/help.h"
#include "app/init.h"
#include "app/locations.h"
#include "app/options.h"
#include "app/packs.h"
#include "app/pipeline.h"
#include "app/rules_command.h"
#include "rules/suggest.h"

namespace {

constexpr const char* usage = R"(stallhound finds the calls that stall an event loop.

  stallhound scan [-p BUILD_DIR] [PATH...]   report blocking calls that loop code reaches
  stallhound baseline [-o FILE] [--prune]    write the findings of a scan as known; --prune drops what is fixed
  stallhound init [-p BUILD_DIR] [--dry-run] write configuration, pre-commit hook and CI workflow for this project
  stallhound config [-p BUILD_DIR]           check the project's configuration and print what is in effect
  stallhound rules list|show|check|test|docs what the rule packs say, and whether it is right
  stallhound explain FINGERPRINT [-p BUILD_DIR]   the whole reasoning behind one finding
  stallhound why-not FILE:LINE [-p BUILD_DIR]     why a call is not reported
  stallhound dump facts|program|labels|paths [-p BUILD_DIR] [PATH...]
  stallhound extract --output FOLDER [-p BUILD_DIR] [PATH...]
  stallhound link SHARD...                   analyse what extract wrote
  stallhound cache stats|prune|clear         what is kept between scans
  stallhound help [COMMAND]                  this text, or what concerns one command
  stallhound --version [--verbose]           version; verbose: also Clang's, and where packs and headers are

options of scan:
  -p BUILD_DIR            folder of compile_commands.json (default: searched upwards, then in build/)
  --format F[=FILE]       text, json, sarif, github, gitlab, markdown or html; repeatable with files
  --config FILE           this configuration instead of the project's .stallhound.json; --no-config: none
  --rules PACK            a further rule pack or folder of packs; repeatable
  --category LIST         only these categories, comma separated; "all" for all
  --confidence LEVEL      lowest level to report: possible, probable (default), definite
  --fail-on SEVERITY      note, warning (default) or error: what makes the exit code 1; never: no finding does
  --baseline FILE         report what is new since this baseline; --no-baseline: not even a configured one
  --max-unresolved N      fail (exit code 1) if more calls in loop code cannot be resolved
  --require-reason        NOLINT comments that give no reason hide nothing
  --pedantic              report calls that are nearly always harmless, too
  --walk NAME             judge the code of a library that packs describe (NAME: a pack or namespace)
  --walk-system           walk code in system headers
  --query-driver GLOBS    ask compilers at these absolute paths for their headers; comma separated; runs them
  -j N                    processes at the same time (default: all processors)
  --timeout SECONDS       give up on a unit after this time (default: 600)
  --max-memory SIZE       what all processes together may need: 4G, 512M (default: 3/4 of the machine's memory)
  --cache-dir DIR         folder of the cache (default: $XDG_CACHE_HOME/stallhound or ~/.cache/stallhound)
  --changed               report only what changes cause; with paths, only changes there
  --since REVISION        changes since the branch left REVISION (default: since the last commit)
  --no-cache              read every unit anew and keep nothing
  --stats                 print times and counts to standard error

exit codes: 0 nothing to fail on, 1 findings at or above the level, 2 a mistake in the call or its files, or output
that could not be written, 3 no failing finding, but some unit could not be analysed; standard error says why
)";

int wrong_usage(const std::string& message) {
  std::cerr << "stallhound: error: " << message << '\n';
  return 2;
}

/// The whole help, or that of one command. Commands with help of their own print it.
int help(const std::string& command) {
  using namespace stallhound;
  const auto known = command_names();
  if (command.empty() || command.starts_with("-") || command == "help") {
    std::cout << usage;
  } else if (std::find(known.begin(), known.end(), command) == known.end()) {
    return wrong_usage("unknown command '" + command + "' (" + suggest(command, known) + ")");
  } else if (command == "rules") {
    return rules_command({"--help"}, {}, std::cout, std::cerr);
  } else if (command == "cache") {
    return cache_command({"--help"}, std::cout, std::cerr);
  } else {
    std::cout << help_of(command, usage);
  }
  return 0;
}

stallhound::Ending run(const std::vector<std::string>& words) {
  using namespace stallhound;
  if (words.empty()) {
    std::cerr << usage;
    return 2;
  }
  const std::string& name = words.front();
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  if (name == "--help" || name == "-h" || name == "help") return help(rest.empty() ? "" : rest.front());
  if (name == "--version") {
    if (!rest.empty() && rest != std::vector<std::string>{"--verbose"}) {
      return wrong_usage("--version knows --verbose, not '" + rest.front() + "'");
    }
    print_version(!rest.empty(), std::cout);
    return 0;
  }
  if (name == "__complete") {
    complete(rest, usage, std::cout);
    return 0;
  }
  for (const auto& word : rest) {
    if (word == "--help" || word == "-h") return help(name);
  }
  if (name == "init") return init_command(rest, std::filesystem::current_path().string(), std::cout, std::cerr);
  if (name == "rules") {
    const auto packs = packs_at(std::filesystem::current_path().string());
    if (packs) return rules_command(rest, *packs, std::cout, std::cerr);
    for (const auto& error : packs.errors()) std::cerr << "stallhound: error: " << to_string(error) << '\n';
    return 2;
  }
  if (name == "cache") return cache_command(rest, std::cout, std::cerr);
  static constexpr std::string_view commands[] = {"scan",     "dump",   "extract", "link",  "explain", "why-not",
                                                  "baseline", "config", "rules",   "cache", "init"};
  for (const auto command : {Command::scan, Command::dump, Command::extract, Command::link, Command::explain,
                             Command::why_not, Command::baseline, Command::config}) {
    if (name != commands[static_cast<std::size_t>(command)]) continue;
    const auto options = parse_scan_options(command, rest, std::filesystem::current_path().string());
    if (!options) {
      for (const auto& error : options.errors()) std::cerr << "stallhound: error: " << to_string(error) << '\n';
      return 2;
    }
    switch (command) {
      case Command::scan:
        return scan(*options);
      case Command::dump:
        return dump(*options);
      case Command::extract:
        return extract_shards(*options);
      case Command::link:
        return link_shards(*options);
      case Command::explain:
        return explain(*options);
      case Command::why_not:
        return why_not(*options);
      case Command::baseline:
        return baseline(*options);
      case Command::config:
        return config(*options);
    }
  }
  return wrong_usage("unknown command '" + name + "' (" + suggest(name, commands) + ")");
}

}  // namespace

int main(int argc, char** argv) {
  stallhound::StandardFiles files;
  try {
    return files.finish(run({argv + 1, argv + argc}));
  } catch (const std::exception& error) {
    // Nothing is expected to throw this far; the exit code must be the documented one all the same.
    return wrong_usage(std::string("internal error: ") + error.what());
  }
}
