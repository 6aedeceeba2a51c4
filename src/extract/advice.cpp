// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/advice.h"

#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/HeaderSearchOptions.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Tooling/Inclusions/StandardLibrary.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace stallhound::extraction {
namespace {

/// NAME of "...: 'NAME' file not found"; empty if the error is another one.
llvm::StringRef missing_header(llvm::StringRef error) {
  if (!error.consume_back("' file not found")) return {};
  return error.substr(error.rfind('\'') + 1);
}

/// NAME of "...: module 'NAME' not found"; empty if the error is another one.
llvm::StringRef missing_module(llvm::StringRef error) {
  if (!error.consume_back("' not found")) return {};
  const auto quote = error.rfind("module '");
  return quote == llvm::StringRef::npos ? llvm::StringRef() : error.substr(quote + 8);
}

bool is_standard(llvm::StringRef header, bool cxx) {
  using namespace clang::tooling::stdlib;
  const std::string name = ("<" + header + ">").str();
  return Header::named(name, Lang::C) || (cxx && Header::named(name, Lang::CXX));
}

/// True if a header of the C library misses another one, as where it belongs to another target.
bool is_inside_c_library(llvm::StringRef error, const Surroundings& surroundings) {
  return std::any_of(surroundings.c_folders.begin(), surroundings.c_folders.end(),
                     [error](const std::string& folder) { return error.starts_with(folder + "/"); });
}

std::string headers_of_compiler(const TuJob& job, const Surroundings& surroundings) {
  const auto& words = job.arguments;
  if (surroundings.c_library && std::find(words.begin(), words.end(), "-stdlib=libc++") != words.end()) {
    return "the headers of libc++, which the command asks for, are not on this machine: install them (libc++-dev)";
  }
  const auto compiler = words.empty() ? std::string("the compiler") : llvm::sys::path::filename(words.front()).str();
  return "the headers of '" + compiler + "' are not on this machine: install them, or scan where they are; if they " +
         "are in a place of their own, --query-driver lets stallhound ask that compiler for it";
}

}  // namespace

Surroundings look_around(clang::CompilerInstance& compiler) {
  Surroundings surroundings;
  surroundings.cxx = compiler.getLangOpts().CPlusPlus;
  for (const auto& entry : compiler.getHeaderSearchOpts().UserEntries) {
    if (entry.Group == clang::frontend::ExternCSystem) surroundings.c_folders.push_back(entry.Path);
  }
  const auto& search = compiler.getPreprocessor().getHeaderSearchInfo();
  const auto begin = search.search_dir_begin();
  surroundings.c_library = std::any_of(begin, search.search_dir_end(), [&compiler](const auto& directory) {
    if (!directory.isNormalDir()) return false;
    llvm::SmallString<256> header(directory.getDirRef()->getName());
    // The one of the C++ library, which includes that of the C library, lies beside <cstdlib>.
    llvm::SmallString<256> wrapper(header);
    llvm::sys::path::append(header, "stdlib.h");
    llvm::sys::path::append(wrapper, "cstdlib");
    auto& files = compiler.getVirtualFileSystem();
    return files.exists(header) && !files.exists(wrapper);
  });
  return surroundings;
}

std::string advise(const std::string& error, const Surroundings& surroundings, const TuJob& job) {
  if (const auto module = missing_module(error); !module.empty()) {
    return "the module '" + module.str() + "' is imported: stallhound reads source files, not compiled modules";
  }
  const auto header = missing_header(error);
  if (header.empty()) return error;
  const bool of_compiler =
      !surroundings.c_library || is_standard(header, surroundings.cxx) || is_inside_c_library(error, surroundings);
  if (!of_compiler) return error;
  return error + "; " + headers_of_compiler(job, surroundings);
}

}  // namespace stallhound::extraction
