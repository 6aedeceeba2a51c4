// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clang's option table knows the options of cl.exe, most of them as aliases of its own: /I is -I, /FI is -include. What
// it takes from the driver (/std:, /TP, the external folders) is translated here. Everything else is about output or
// code generation.
#include "extract/cl_command.h"

#include <llvm/Option/Arg.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Support/Path.h>

#include <algorithm>

#include "extract/clang_versions.h"

namespace stallhound::extraction {
namespace {

/// "/std:c++20" in Clang's words; the newest that Clang knows for "latest".
std::string standard(llvm::StringRef value) {
  if (value == "c++latest") return "-std=c++26";
  if (value == "clatest") return "-std=c23";
  return "-std=" + value.str();
}

/// What an option of the driver itself stands for; empty if nothing of interest.
std::vector<std::string> translate(const llvm::opt::Arg& argument) {
  const auto& option = argument.getOption();
  if (option.matches(options::OPT__SLASH_std)) return {standard(argument.getValue())};
  if (option.matches(options::OPT__SLASH_TP)) return {"-x", "c++"};
  if (option.matches(options::OPT__SLASH_TC)) return {"-x", "c"};
  if (option.matches(options::OPT__SLASH_imsvc)) return {"-isystem", argument.getValue()};
  if (option.matches(options::OPT__SLASH_Tp) || option.matches(options::OPT__SLASH_Tc)) {
    return {"-x", option.matches(options::OPT__SLASH_Tp) ? "c++" : "c"};
  }
  return {};
}

/// Aliases of Clang's own options about language, macros, headers and targets.
bool is_kept(const llvm::opt::Option& option) {
  for (const auto id : {options::OPT_D, options::OPT_U, options::OPT_I, options::OPT_include, options::OPT_isystem,
                        options::OPT_target, options::OPT_fms_compatibility_version, options::OPT_fcoroutines}) {
    if (option.matches(id)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> translate_cl(const std::vector<std::string>& command, const std::string& file) {
  std::vector<const char*> raw;
  for (auto word = command.begin() + 1; word != command.end() && *word != "--"; ++word) {
    // On this system an absolute path looks like an option of cl.exe.
    if (!word->empty() && !file.ends_with(*word)) raw.push_back(word->c_str());
  }
  unsigned missing_index = 0;
  unsigned missing_count = 0;
  const auto parsed =
      option_table().ParseArgs(raw, missing_index, missing_count, llvm::opt::Visibility(options::CLOption));
  // Under its own name, Clang would read the result as options of cl.exe again.
  std::vector<std::string> result{"clang", "--target=x86_64-pc-windows-msvc"};
  llvm::opt::ArgStringList rendered;
  for (const auto* argument : parsed) {
    const auto translated = translate(*argument);
    result.insert(result.end(), translated.begin(), translated.end());
    if (!is_kept(argument->getOption().getUnaliasedOption())) continue;
    rendered.clear();
    argument->render(parsed, rendered);
    for (const auto* part : rendered) result.emplace_back(part);
  }
  return result;
}

}  // namespace stallhound::extraction
