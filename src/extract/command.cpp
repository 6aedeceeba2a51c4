// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Databases are written by CMake, Meson, Bear and others around GCC as often as around Clang. Clang rejects flags that
// it does not know, so each flag is looked up in Clang's own option table, and what is not in it is dropped: it cannot
// be about what the code means to Clang. Of what is in it, option_kinds.cpp says what is about that. The rest would
// make a scan run programs, write files or print.
#include "extract/command.h"

#include <clang/Driver/Driver.h>
#include <llvm/Option/Arg.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>

#include "extract/argument_files.h"
#include "extract/clang_versions.h"
#include "extract/option_kinds.h"

namespace stallhound::extraction {
namespace {

/// Warning flags change nothing in the tree; some fail when Clang does not know them.
bool is_warning(llvm::StringRef argument) {
  return argument.starts_with("-W") && !argument.starts_with("-Wa,") && !argument.starts_with("-Wp,") &&
         !argument.starts_with("-Wl,");
}

/// What is in the option table of the driver in one of its modes. The driver of the scan must be in the same mode, or
/// it would read the arguments otherwise.
llvm::opt::Visibility visible_in(llvm::StringRef mode) {
  return llvm::opt::Visibility(clang::driver::IsClangCL(mode) ? options::CLOption : options::ClangOption);
}

class Filter {
 public:
  Filter(std::string compiler, const std::vector<const char*>& arguments) {
    mode_ = clang::driver::getDriverMode(compiler, arguments).str();
    is_clang_ = llvm::sys::path::filename(compiler).contains("clang");
    command_.arguments.push_back(std::move(compiler));
    const std::array known{"gcc", "g++", "cpp", "cl"};
    if (std::find(known.begin(), known.end(), mode_) == known.end()) mode_ = "gcc";
    keep({"--driver-mode=" + mode_, "--no-default-config"});  // The default ones are expanded already.
    pick_from_driver(arguments);
    for (const auto& word : inner(to_preprocessor_)) keep({"-Xpreprocessor", word});
    for (const auto& word : inner(to_compiler_)) keep({"-Xclang", word});
  }

  ClangCommand finish(const std::string& file) {
    // The device's half of a unit has the same functions, and asking for devices runs programs.
    keep({"--offload-host-only", "-fsyntax-only", "--", file});
    std::sort(command_.remarks.begin(), command_.remarks.end());
    command_.remarks.erase(std::unique(command_.remarks.begin(), command_.remarks.end()), command_.remarks.end());
    return std::move(command_);
  }

  void remark(std::string text) { command_.remarks.push_back(std::move(text)); }

 private:
  using Words = std::vector<std::string>;

  void pick_from_driver(const std::vector<const char*>& arguments) {
    std::vector<const char*> known;
    for (const char* argument : arguments) {
      const llvm::StringRef text = argument;
      if (text == "--") break;  // What follows are files.
      // The table only knows the language-modules form of a Clang response file as a plain input.
      if (text.empty() || text.starts_with("@") || is_warning(text)) continue;
      known.push_back(argument);
    }
    unsigned missing_index = 0;
    unsigned missing_count = 0;
    const auto parsed = option_table().ParseArgs(known, missing_index, missing_count, visible_in(mode_));
    for (const auto* argument : parsed) pick(*argument, parsed);
  }

  void pick(const llvm::opt::Arg& argument, const llvm::opt::ArgList& all) {
    const auto& option = argument.getOption();
    if (option.matches(options::OPT_traditional_cpp)) {
      // The driver would preprocess into a file first.
      to_compiler_.emplace_back("-traditional-cpp");
    } else if (option.matches(options::OPT_Xclang)) {
      to_compiler_.emplace_back(argument.getValue());
    } else if (option.matches(options::OPT_Wp_COMMA) || option.matches(options::OPT_Xpreprocessor)) {
      to_preprocessor_.insert(to_preprocessor_.end(), argument.getValues().begin(), argument.getValues().end());
    } else if (judge(argument, kind_of_driver_option(argument))) {
      keep(words_of(argument, all));
    }
  }

  /// Of arguments for the inner compiler, those about the code.
  Words inner(const Words& arguments) {
    std::vector<const char*> raw;
    for (const auto& argument : arguments) raw.push_back(argument.c_str());
    unsigned missing_index = 0;
    unsigned missing_count = 0;
    const auto parsed =
        option_table().ParseArgs(raw, missing_index, missing_count, llvm::opt::Visibility(options::CC1Option));
    Words kept;
    for (const auto* argument : parsed) {
      if (!judge(*argument, kind_of_inner_option(*argument))) continue;
      const auto words = words_of(*argument, parsed);
      // In the driver's arguments it would be the end of all options.
      if (std::find(words.begin(), words.end(), "--") != words.end()) continue;
      kept.insert(kept.end(), words.begin(), words.end());
    }
    return kept;
  }

  bool judge(const llvm::opt::Arg& argument, OptionKind kind) {
    const std::string name = argument.getSpelling().str();
    // What GCC loads was never meant for Clang.
    if (kind == OptionKind::plugin && is_clang_)
      remark(name + ": plug-ins are not loaded; the code is analysed without them");
    if (kind == OptionKind::device) remark(name + ": only the host's side of the code is analysed");
    return kind == OptionKind::code;
  }

  /// As it was written: an option that stands for another one may be the only one of both that this mode knows.
  static Words words_of(const llvm::opt::Arg& argument, const llvm::opt::ArgList& all) {
    const auto* written = argument.getAlias() == nullptr ? &argument : argument.getAlias();
    llvm::opt::ArgStringList rendered;
    written->render(all, rendered);
    return {rendered.begin(), rendered.end()};
  }

  void keep(const Words& words) { command_.arguments.insert(command_.arguments.end(), words.begin(), words.end()); }

  std::string mode_;
  bool is_clang_ = false;
  // What -Wp and -Xclang pass on to the inner compiler; an option and its value may come in two of them.
  Words to_preprocessor_;
  Words to_compiler_;
  ClangCommand command_;
};

}  // namespace

ClangCommand command_for_clang(const std::vector<std::string>& command, const std::string& file,
                               const std::string& directory) {
  auto first = command.begin();
  if (first == command.end() || command.end() - first < 2) return {};
  const std::string compiler = *first++;
  std::vector<const char*> raw;
  for (auto argument = first; argument != command.end(); ++argument) raw.push_back(argument->c_str());
  llvm::BumpPtrAllocator memory;
  const auto expanded = expand_files(compiler, raw, directory, memory);
  const auto is_inner_line = [](llvm::StringRef argument) { return argument == "-cc1" || argument == "-cc1as"; };
  if (std::any_of(expanded.arguments.begin(), expanded.arguments.end(), is_inner_line)) return {};
  Filter filter(compiler, expanded.arguments);
  for (const auto& failure : expanded.failures) filter.remark(failure);
  return filter.finish(file);
}

}  // namespace stallhound::extraction
