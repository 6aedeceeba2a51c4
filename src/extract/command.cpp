// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Databases are written by CMake, Meson, Bear and others around GCC as often as around Clang. Clang rejects flags that
// it does not know, so each flag is looked up in Clang's own option table, and what is not in it is dropped: it cannot
// be about what the code means to Clang. What is in it but would write files or need files of the build is dropped by
// name.
#include "extract/command.h"

#include <clang/Options/Options.h>
#include <llvm/Option/Arg.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Support/Path.h>

namespace stallhound::extraction {
namespace {

namespace options = clang::options;

bool is_launcher(llvm::StringRef program) {
  const auto name = llvm::sys::path::stem(program);
  return name == "ccache" || name == "sccache" || name == "distcc" || name == "icecc" || name == "buildcache";
}

/// Options about output, dependencies, precompiled headers, colours, or things only another compiler can do.
bool is_unwanted(unsigned id) {
  switch (id) {
    case options::OPT_INPUT:
    case options::OPT_UNKNOWN:
    case options::OPT_c:
    case options::OPT_S:
    case options::OPT_E:
    case options::OPT_o:
    case options::OPT_M:
    case options::OPT_MM:
    case options::OPT_MD:
    case options::OPT_MMD:
    case options::OPT_MF:
    case options::OPT_MG:
    case options::OPT_MP:
    case options::OPT_MT:
    case options::OPT_MQ:
    case options::OPT_MJ:
    case options::OPT_MV:
    case options::OPT_include_pch:
    case options::OPT_emit_pch:
    case options::OPT_fpch_preprocess:
    case options::OPT_fcolor_diagnostics:
    case options::OPT_fno_color_diagnostics:
    case options::OPT_fdiagnostics_color_EQ:
    case options::OPT_save_temps:
    case options::OPT_save_temps_EQ:
    case options::OPT_time:
    case options::OPT_help:
    case options::OPT__help_hidden:
    case options::OPT__version:
    case options::OPT_save_stats:
    case options::OPT_save_stats_EQ:
    case options::OPT_v:
    case options::OPT__HASH_HASH_HASH:
    case options::OPT_fplugin_EQ:
    case options::OPT_resource_dir:
    case options::OPT_resource_dir_EQ:
    case options::OPT_march_EQ:  // Only changes builtins; GCC knows processors that Clang does not.
    case options::OPT_mtune_EQ:
    case options::OPT_mcpu_EQ:
    case options::OPT_flto:
    case options::OPT_flto_EQ:
      return true;
    default:
      return false;
  }
}

/// Arguments behind -Xclang that name a precompiled header, which another Clang cannot read.
bool is_precompiled_header(llvm::StringRef argument) {
  return argument == "-include-pch" || argument.ends_with(".pch") || argument.ends_with(".gch") ||
         argument == "-fpch-instantiate-templates" || argument == "-emit-pch" || argument == "-fno-pch-timestamp";
}

/// Warning flags change nothing in the tree; some fail when Clang does not know them.
bool is_warning(llvm::StringRef argument) {
  return argument.starts_with("-W") && !argument.starts_with("-Wa,") && !argument.starts_with("-Wp,") &&
         !argument.starts_with("-Wl,");
}

}  // namespace

std::vector<std::string> command_for_clang(const std::vector<std::string>& command, const std::string& file) {
  auto first = command.begin();
  while (first != command.end() && is_launcher(*first)) ++first;
  if (first == command.end() || command.end() - first < 2) return {};
  const std::string compiler = *first++;
  std::vector<const char*> raw;
  bool after_separator = false;
  for (auto argument = first; argument != command.end(); ++argument) {
    if (*argument == "-cc1" || *argument == "-cc1as") return {};
    // The table only knows the language-modules form of a Clang response file as a plain input.
    if (*argument == "--") after_separator = true;
    if (after_separator || argument->empty() || argument->front() == '@' || is_warning(*argument)) continue;
    raw.push_back(argument->c_str());
  }
  unsigned missing_index = 0;
  unsigned missing_count = 0;
  const auto parsed = clang::getDriverOptTable().ParseArgs(raw, missing_index, missing_count,
                                                           llvm::opt::Visibility(options::ClangOption));
  std::vector<std::string> kept{compiler};
  llvm::opt::ArgStringList rendered;
  for (const auto* argument : parsed) {
    const auto id = argument->getOption().getID();
    if (is_unwanted(id) || is_unwanted(argument->getOption().getUnaliasedOption().getID())) continue;
    if (argument->getOption().matches(options::OPT_Xclang)) {
      const llvm::StringRef value = argument->getValue();
      if (is_precompiled_header(value)) continue;
    }
    if (argument->getOption().matches(options::OPT_include) && is_precompiled_header(argument->getValue())) continue;
    rendered.clear();
    argument->render(parsed, rendered);
    for (const auto* part : rendered) kept.emplace_back(part);
  }
  kept.emplace_back("-fsyntax-only");
  kept.emplace_back("--");
  kept.push_back(file);
  return kept;
}

}  // namespace stallhound::extraction
