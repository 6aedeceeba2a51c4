// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/compiler_name.h"

#include <clang/Driver/ToolChain.h>
#include <clang/Driver/Types.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/Regex.h>
#include <llvm/TargetParser/Triple.h>

namespace stallhound::extraction {
namespace {

namespace path = llvm::sys::path;

/// A program's name without folders, also where they are written as on Windows.
llvm::StringRef file_name(llvm::StringRef program) {
  return path::filename(program, program.contains('\\') ? path::Style::windows : path::Style::native);
}

/// The name without folders, ".exe" and what a version or a choice of threads adds: {"g++", "12"}.
std::pair<llvm::StringRef, llvm::StringRef> split_version(llvm::StringRef program) {
  llvm::StringRef name = file_name(program);
  name.consume_back_insensitive(".exe");
  // Debian's cross compilers for Windows exist once per thread library.
  for (const auto* threads : {"-posix", "-win32"}) name.consume_back(threads);
  llvm::StringRef base = name.rtrim("0123456789.");
  llvm::StringRef version = name.substr(base.size());
  // MacPorts has clang-mp-18.
  if (base.ends_with("-") && !base.consume_back("-mp-")) base = base.drop_back();
  return {base, version};
}

/// Compilers of the C family whose names are not among those that Clang's driver runs under.
bool is_further_compiler(llvm::StringRef tool) {
  return tool == "icx" || tool == "icpx" || tool == "icpc" || tool == "dpcpp" || tool == "nvc" || tool == "c" ||
         tool == "xlc" || tool == "xlC" || tool == "CC" || tool.ends_with("cxx");
}

bool is_target(llvm::StringRef prefix) {
  const llvm::Triple triple(llvm::Triple::normalize(prefix));
  if (triple.getArch() != llvm::Triple::UnknownArch) return true;
  // Clang need not know the processor for the name to be a target: tricore-elf. A single word is a name (afl-gcc).
  return prefix.contains('-') &&
         (triple.getOS() != llvm::Triple::UnknownOS || triple.getEnvironment() != llvm::Triple::UnknownEnvironment ||
          prefix.ends_with("-elf"));
}

/// Where a compiler's name begins in "aarch64-linux-gnu-g++"; npos if the name ends in no compiler.
std::size_t tool_begin(llvm::StringRef base) {
  const auto dash = base.rfind('-');
  const auto last = dash == llvm::StringRef::npos ? 0 : dash + 1;
  if (is_further_compiler(base.substr(last))) return last;
  const auto parsed = clang::driver::ToolChain::getTargetAndModeFromProgramName(base);
  const llvm::StringRef tool = parsed.ModeSuffix;
  // Clang also looks past a last component, which makes clang-tidy a Clang.
  if (tool.empty() || !base.ends_with(tool)) return llvm::StringRef::npos;
  const llvm::StringRef mode = parsed.DriverMode == nullptr ? "" : parsed.DriverMode;
  if (mode.contains("flang") || mode.contains("dxc")) return llvm::StringRef::npos;
  // Short endings that other programs have as well: tcl, opencl.
  if (tool.ends_with("cl") && tool != "cl" && tool != "clang-cl") return llvm::StringRef::npos;
  if (tool.ends_with("cpp") && tool != "cpp" && tool != "clang-cpp") return llvm::StringRef::npos;
  return base.size() - tool.size();
}

CompilerKind kind_of(llvm::StringRef tool) {
  if (tool == "cl" || tool == "clang-cl") return CompilerKind::cl;
  if (tool.contains("clang") || tool == "icx" || tool == "icpx" || tool == "dpcpp" || tool == "emcc" ||
      tool == "em++" || tool == "hipcc") {
    return CompilerKind::clang;
  }
  if (tool.ends_with("gcc") || tool.ends_with("g++")) return CompilerKind::gcc;
  return CompilerKind::generic;
}

bool is_option(llvm::StringRef word) { return word.starts_with("-"); }

bool is_source(llvm::StringRef word) {
  llvm::StringRef extension = path::extension(word);
  extension.consume_front(".");
  return !extension.empty() &&
         clang::driver::types::lookupTypeForExtension(extension) != clang::driver::types::TY_INVALID;
}

/// A word that can name a program: no option, no source, no setting as env and ccache take them, no container's image.
bool can_be_program(llvm::StringRef word) {
  if (word.empty() || is_option(word) || is_source(word)) return false;
  const auto equals = word.find('=');
  if (equals != llvm::StringRef::npos && equals < word.find('/')) return false;
  return file_name(word).find_first_of(": \t\n") == llvm::StringRef::npos;
}

bool is_shell(llvm::StringRef program) {
  return llvm::Regex("^(a|ba|c|da|fi|k|mk|tc|z)?sh$").match(path::stem(program));
}

bool looks_like_compiler(llvm::StringRef word) {
  return can_be_program(word) && read_compiler_name(word).kind != CompilerKind::other;
}

}  // namespace

CompilerName read_compiler_name(llvm::StringRef program) {
  const auto [base, version] = split_version(program);
  const auto begin = tool_begin(base);
  CompilerName name;
  if (begin == llvm::StringRef::npos) return name;
  const llvm::StringRef tool = base.substr(begin);
  name.kind = kind_of(tool);
  name.cxx = tool.ends_with("++") || tool.ends_with("xx") || tool.ends_with("cpp") || tool == "icpx" ||
             tool == "icpc" || tool == "CC" || tool == "xlC";
  // c89 and c99 are names of a language.
  if (tool != "c") name.version = version.str();
  if (tool == "c" && version.empty()) name.kind = CompilerKind::other;
  const llvm::StringRef prefix = base.take_front(begin).drop_back(begin != 0 ? 1 : 0);
  if (!prefix.empty() && is_target(prefix)) name.target = prefix.str();
  // Emscripten's drivers name no target, but have one.
  if (tool == "emcc" || tool == "em++") name.target = "wasm32-unknown-emscripten";
  return name;
}

std::size_t find_compiler(const std::vector<std::string>& command) {
  const auto count = command.size();
  std::size_t found = 0;
  while (found < count && !(looks_like_compiler(command[found]) && (found == 0 || command[found - 1] != "-o"))) ++found;
  if (found == count) {
    std::size_t programs = 0;
    while (programs < count && can_be_program(command[programs])) ++programs;
    return programs == 0 ? count : programs - 1;
  }
  for (auto next = found + 1; next < count && !is_option(command[next]); ++next) {
    if (looks_like_compiler(command[next])) found = next;
  }
  return found;
}

bool is_shell_script(const std::vector<std::string>& command) {
  for (std::size_t i = 0; i + 2 < command.size() && can_be_program(command[i]); ++i) {
    const llvm::StringRef option = command[i + 1];
    if (is_shell(command[i]) && is_option(option) && option.ends_with("c")) return true;
    if (path::stem(command[i]).equals_insensitive("cmd") && option.equals_insensitive("/c")) return true;
  }
  return false;
}

}  // namespace stallhound::extraction
