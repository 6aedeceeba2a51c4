// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "app/locations.h"
#include "app/options.h"
#include "app/pipeline.h"
#include "app/rules_command.h"
#include "rules/suggest.h"

namespace {

constexpr const char* usage = R"(stallhound finds the calls that stall an event loop.

  stallhound scan [-p BUILD_DIR] [PATH...]   report blocking calls that loop code reaches
  stallhound rules list|show|check|test|docs what the rule packs say, and whether it is right
  stallhound explain FINGERPRINT [-p BUILD_DIR]   the whole reasoning behind one finding
  stallhound why-not FILE:LINE [-p BUILD_DIR]     why a call is not reported
  stallhound dump facts|program|labels|paths [-p BUILD_DIR] [PATH...]
  stallhound extract --output FOLDER [-p BUILD_DIR] [PATH...]
  stallhound link SHARD...                   analyse what extract wrote

options of scan:
  -p BUILD_DIR            folder of compile_commands.json (default: searched upwards, then in build/)
  --format F[=FILE]       text, json or sarif; repeatable with files
  --rules PACK            a further rule pack or folder of packs; repeatable
  --category LIST         only these categories, comma separated; "all" for all
  --confidence LEVEL      lowest level to report: possible, probable (default), definite
  --fail-on SEVERITY      note, warning (default) or error: what makes the exit code 1
  --max-unresolved N      fail (exit code 1) if more calls in loop code cannot be resolved
  --pedantic              report calls that are nearly always harmless, too
  --walk NAMESPACE        judge the code of a library that packs describe
  --walk-system           walk code in system headers
  -j N                    processes at the same time (default: all processors)
  --timeout SECONDS       give up on a unit after this time (default: 600)
  --no-cache              extract every unit anew
  --stats                 print times and counts to standard error

exit codes: 0 nothing to fail on, 1 findings at or above the level, 2 a mistake in the call or its files,
3 no failing finding, but some unit could not be analysed
)";

int wrong_usage(const std::string& message) {
  std::cerr << "stallhound: error: " << message << '\n';
  return 2;
}

int run(const std::vector<std::string>& words) {
  using namespace stallhound;
  if (words.empty()) {
    std::cerr << usage;
    return 2;
  }
  const std::string& name = words.front();
  if (name == "--help" || name == "-h" || name == "help") {
    std::cout << usage;
    return 0;
  }
  if (name == "--version") {
    std::cout << "stallhound " STALLHOUND_VERSION "\n";
    return 0;
  }
  const std::vector<std::string> rest(words.begin() + 1, words.end());
  for (const auto& word : rest) {
    if (word == "--help" || word == "-h") {
      std::cout << usage;
      return 0;
    }
  }
  if (name == "rules") {
    const std::string here = std::filesystem::current_path().string();
    return rules_command(rest, find_pack_dirs(marked_root(here)), std::cout, std::cerr);
  }
  static constexpr std::string_view commands[] = {"scan", "dump", "extract", "link", "explain", "why-not", "rules"};
  for (const auto command :
       {Command::scan, Command::dump, Command::extract, Command::link, Command::explain, Command::why_not}) {
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
    }
  }
  return wrong_usage("unknown command '" + name + "' (" + suggest(name, commands) + ")");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    // Nothing is expected to throw this far; the exit code must be the documented one all the same.
    return wrong_usage(std::string("internal error: ") + error.what());
  }
}
