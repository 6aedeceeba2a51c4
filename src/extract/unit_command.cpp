// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/unit_command.h"

#include <algorithm>

#include "extract/argument_files.h"
#include "extract/cl_command.h"
#include "extract/command.h"

namespace stallhound::extraction {
namespace {

/// Options that name compiled C++ modules, which another compiler cannot read.
bool is_about_modules(llvm::StringRef word) {
  return word.starts_with("-fmodule-file") || word.starts_with("-fprebuilt-module-path") ||
         word.starts_with("-fmodule-mapper") || word.starts_with("-fmodule-output") || word == "-fmodules-ts" ||
         word == "-fmodules-reduced-bmi";
}

UnitCommand bad(std::string problem) { return {{}, {}, "bad-command", std::move(problem), {}}; }

/// The command with what its files of arguments say. Everything that is asked of a command is asked of that.
std::vector<std::string> with_files(const std::vector<std::string>& command, const std::string& directory,
                                    std::vector<std::string>& failures) {
  std::vector<const char*> raw;
  for (auto word = command.begin() + 1; word != command.end(); ++word) raw.push_back(word->c_str());
  llvm::BumpPtrAllocator memory;
  auto expanded = expand_files(command.front(), raw, directory, memory);
  failures = std::move(expanded.failures);
  std::vector<std::string> words{command.front()};
  words.insert(words.end(), expanded.arguments.begin(), expanded.arguments.end());
  return words;
}

/// Puts arguments behind all others, before the file: of two targets, the last counts.
void add(std::vector<std::string>& arguments, const std::vector<std::string>& further) {
  const auto end = std::find(arguments.rbegin(), arguments.rend(), "--");
  arguments.insert(end == arguments.rend() ? arguments.end() : end.base() - 1, further.begin(), further.end());
}

}  // namespace

UnitCommand UnitCommands::read(const std::vector<std::string>& recorded, const std::string& file,
                               const std::string& directory) {
  if (is_shell_script(recorded)) {
    return bad("the command is a script for a shell; record what it runs, for example with 'bear -- make'");
  }
  const auto at = find_compiler(recorded);
  if (at + 1 >= recorded.size()) return bad("the compile database has no command for this file");
  std::vector<std::string> failures;
  auto command = with_files({recorded.begin() + static_cast<std::ptrdiff_t>(at), recorded.end()}, directory, failures);
  const auto compiler = read_compiler_name(command.front());
  if (compiler.kind == CompilerKind::cl) command = translate_cl(command, file);
  const auto language = language_of(command, compiler, file);
  if (!language.readable) return {{}, language.name, {}, {}, {}};
  std::erase_if(command, is_about_modules);
  auto for_clang = command_for_clang(command, file, directory);
  UnitCommand unit{std::move(for_clang.arguments), {}, {}, {}, std::move(for_clang.remarks)};
  unit.remarks.insert(unit.remarks.end(), failures.begin(), failures.end());
  // Clang's inner -cc1 lines stand beside the driver's own line for the same file.
  if (unit.arguments.empty() && std::find(command.begin(), command.end(), "-cc1") != command.end()) return unit;
  if (unit.arguments.empty()) return bad("the compile database has no command for this file");
  if (!language.x_option.empty()) add(unit.arguments, {"-x", language.x_option});
  const auto& toolchain = toolchains_.of(command, directory, language.cxx);
  add(unit.arguments, toolchain.arguments);
  unit.problem_kind = toolchain.problem_kind;
  unit.problem = toolchain.problem;
  return unit;
}

}  // namespace stallhound::extraction
