// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/query_driver.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <chrono>

#include "base/subprocess.h"

namespace stallhound::extraction {
namespace {

namespace path = llvm::sys::path;

constexpr std::chrono::seconds time_to_answer(10);

/// .../lib/gcc/TRIPLE/VERSION/include and .../lib/clang/VERSION/include hold builtins that only their compiler has.
bool is_builtin_folder(llvm::StringRef folder) {
  if (!path::filename(folder).starts_with("include")) return false;
  const auto version = path::parent_path(folder);
  const auto tool = path::filename(path::parent_path(version));
  const auto above = path::filename(path::parent_path(path::parent_path(version)));
  return tool == "clang" || above == "gcc" || above == "gcc-cross";
}

/// What stands behind "#define NAME " in the list of macros.
std::string macro(llvm::StringRef output, llvm::StringRef name) {
  const auto line = ("#define " + name + " ").str();
  const auto at = output.find(line);
  if (at == llvm::StringRef::npos) return {};
  return output.substr(at + line.size()).take_until([](char c) { return c == '\n' || c == '\r'; }).str();
}

void read_folders(llvm::StringRef errors, DriverAnswer& answer) {
  bool inside = false;
  while (!errors.empty()) {
    llvm::StringRef line;
    std::tie(line, errors) = errors.split('\n');
    line = line.trim();
    if (line.consume_front("Target: ")) answer.target = line.str();
    if (line.starts_with("#include <...> search starts here")) {
      inside = true;
    } else if (line.starts_with("End of search list")) {
      inside = false;
    } else if (inside) {
      llvm::SmallString<256> folder(line);
      path::remove_dots(folder, /*remove_dot_dot=*/true);
      if (!is_builtin_folder(folder)) answer.include_folders.emplace_back(folder);
    }
  }
}

}  // namespace

std::vector<std::string> flags_for_query(const std::vector<std::string>& command) {
  std::vector<std::string> flags;
  for (std::size_t i = 1; i < command.size() && command[i] != "--"; ++i) {
    const llvm::StringRef word = command[i];
    const bool with_value = word == "--sysroot" || word == "-isysroot" || word == "-target" || word == "-arch";
    if (with_value && i + 1 < command.size()) {
      flags.push_back(command[i]);
      flags.push_back(command[++i]);
    } else if (word == "-mllvm") {
      ++i;
    } else if (word.starts_with("-m") || word.starts_with("--sysroot=") || word.starts_with("--target=") ||
               word.starts_with("-stdlib=") || word == "-nostdinc" || word == "-nostdinc++" || word == "-pthread") {
      flags.push_back(command[i]);
    }
  }
  return flags;
}

DriverAnswer query_driver(const std::string& program, const std::vector<std::string>& flags,
                          const std::string& directory, bool cxx) {
  Subprocess run;
  run.command = {program};
  run.command.insert(run.command.end(), flags.begin(), flags.end());
  for (const auto* word : {"-E", "-dM", "-v", "-x", cxx ? "c++" : "c", "/dev/null"}) run.command.emplace_back(word);
  run.directory = directory;
  // The headings that are looked for are translated otherwise.
  run.environment = {"LC_ALL=C"};
  run.limit = time_to_answer;
  const auto result = run_program(run);
  DriverAnswer answer;
  if (!result.started) {
    answer.failure = "it cannot be run";
  } else if (result.timed_out) {
    answer.failure = "it gave no answer in " + std::to_string(time_to_answer.count()) + " seconds";
  } else if (result.status != 0) {
    answer.failure = "it ended with exit code " + std::to_string(result.status);
  } else {
    read_folders(result.errors, answer);
    if (answer.include_folders.empty()) answer.failure = "its answer names no folder of headers";
  }
  const auto major = macro(result.output, "__GNUC__");
  if (!major.empty() && macro(result.output, "__clang__").empty()) {
    answer.gnuc_version =
        major + '.' + macro(result.output, "__GNUC_MINOR__") + '.' + macro(result.output, "__GNUC_PATCHLEVEL__");
  }
  return answer;
}

}  // namespace stallhound::extraction
