// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/language.h"

#include <clang/Driver/Types.h>
#include <llvm/ADT/StringSwitch.h>
#include <llvm/Support/Path.h>

namespace stallhound::extraction {
namespace {

namespace types = clang::driver::types;

/// Languages that Clang's driver knows and whose code is not of the C family, and what is no source at all.
std::string name_of(types::ID type) {
  switch (type) {
    case types::TY_Fortran:
    case types::TY_PP_Fortran:
      return "Fortran";
    case types::TY_Asm:
    case types::TY_PP_Asm:
      return "assembler";
    case types::TY_LLVM_IR:
    case types::TY_LLVM_BC:
    case types::TY_LTO_IR:
    case types::TY_LTO_BC:
      return "LLVM IR";
    case types::TY_Ada:
      return "Ada";
    case types::TY_Java:
      return "Java";
    case types::TY_HLSL:
      return "HLSL";
    default:
      return types::isOpenCL(type) ? "OpenCL" : types::getTypeName(type);
  }
}

bool is_readable(types::ID type) {
  if (types::isOpenCL(type) || type == types::TY_HLSL) return false;
  return types::isDerivedFromC(type) || types::isCuda(type) || types::isHIP(type) || type == types::TY_PP_C ||
         type == types::TY_PP_CXX || type == types::TY_PP_ObjC || type == types::TY_PP_ObjCXX ||
         type == types::TY_PP_CXXModule || types::onlyPrecompileType(type);
}

/// Names, for people, of languages that Clang's driver does not know. It need not be complete: an extension says as
/// much.
std::string name_of_extension(llvm::StringRef extension) {
  return llvm::StringSwitch<std::string>(extension.lower())
      .Case("rs", "Rust")
      .Case("go", "Go")
      .Case("swift", "Swift")
      .Case("d", "D")
      .Case("di", "D")
      .Case("zig", "Zig")
      .Case("vala", "Vala")
      .Case("pas", "Pascal")
      .Case("cs", "C#")
      .Case("py", "Python")
      .Case("java", "Java")
      .Case("kt", "Kotlin")
      .Case("hs", "Haskell")
      .Case("ml", "OCaml")
      .Case("mli", "OCaml")
      .Case("nasm", "assembler")
      .Case("asm", "assembler")
      .Case("yasm", "assembler")
      .Case("rc", "resource")
      .Case("res", "resource")
      .Case("f03", "Fortran")
      .Case("f08", "Fortran")
      .Case("f18", "Fortran")
      .Default("");
}

/// The value of the last -x before the file; empty if there is none or it takes back an earlier one.
llvm::StringRef language_option(const std::vector<std::string>& command) {
  llvm::StringRef value;
  for (std::size_t i = 1; i < command.size() && command[i] != "--"; ++i) {
    llvm::StringRef word = command[i];
    if (word == "-x" && i + 1 < command.size()) {
      value = command[++i];
    } else if (word.consume_front("--language=")) {
      value = word;
    } else if (word.starts_with("-x") && types::lookupTypeForTypeSpecifier(word.drop_front(2).str().c_str())) {
      // Other compilers have options that begin like it (-xHost).
      value = word.drop_front(2);
    }
  }
  return value == "none" ? llvm::StringRef() : value;
}

UnitLanguage of_type(types::ID type, const CompilerName& compiler) {
  if (!is_readable(type)) return {false, name_of(type)};
  return {true, {}, {}, types::isCXX(type) || compiler.cxx};
}

/// Of a file whose extension Clang does not know.
UnitLanguage of_unknown(llvm::StringRef extension, const CompilerName& compiler, llvm::StringRef program) {
  if (const auto name = name_of_extension(extension); !name.empty()) return {false, name};
  // A compiler of the C family is taken at its word: .inl, .ipp, .tcc, .ixx.
  if (compiler.kind != CompilerKind::other) return {true, {}, compiler.cxx ? "c++" : "c", compiler.cxx};
  if (extension.empty()) return {false, llvm::sys::path::filename(program).str()};
  return {false, "." + extension.str()};
}

}  // namespace

UnitLanguage language_of(const std::vector<std::string>& command, const CompilerName& compiler,
                         const std::string& file) {
  if (const auto option = language_option(command); !option.empty()) {
    const auto type = types::lookupTypeForTypeSpecifier(option.str().c_str());
    if (type != types::TY_INVALID) return of_type(type, compiler);
    // GCC's own names for languages (f77, go, d) are not known to Clang.
    const auto name = option.starts_with("f") ? std::string("Fortran") : name_of_extension(option);
    return {false, name.empty() ? option.str() : name};
  }
  llvm::StringRef extension = llvm::sys::path::extension(file);
  extension.consume_front(".");
  const auto type = types::lookupTypeForExtension(extension);
  if (type == types::TY_INVALID) return of_unknown(extension, compiler, command.front());
  return of_type(type, compiler);
}

std::vector<std::string> remarks_about(const std::map<std::string, unsigned>& skipped) {
  std::vector<std::string> remarks;
  for (const auto& [language, count] : skipped) {
    remarks.push_back(std::to_string(count) + " " + language + (count == 1 ? " unit" : " units") +
                      " skipped: stallhound reads C, C++ and Objective-C");
  }
  return remarks;
}

}  // namespace stallhound::extraction
