// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shows project code the GCC that it is compiled with.
//
// Problem: `#if __GNUC__ >= 8` and `#ifdef __clang__` choose code. Clang says of itself that it is GCC 4.2 and that it
// is Clang, so of a program that GCC compiles it would read branches that are not compiled.
//
// Example: `#ifndef __clang__` around a `sleep(1)` in a handler.
//
// Method: only in files of the project, the macros say what GCC would say. Headers of the system see Clang: they ask
// for the compiler to find out which builtins and types it has, and Clang does not have all of GCC's (glibc takes
// _Float128 for a keyword from GCC 7 on). A macro of a system header that asks (__GNUC_PREREQ) has the value that holds
// where it is used. The macros change as files are entered and left, before their first token is read.
//
// Cost: a few macro definitions per #include between the two worlds.
//
// Limits: project code that uses what only GCC has (nested functions) has errors, as it had with any Clang.
#pragma once

#include <clang/Frontend/CompilerInstance.h>

#include <optional>

#include "extract/job_options.h"

namespace stallhound::extraction {

/// The version of GCC that a command poses as: -fgnuc-version=V together with -U__clang__. Takes both back, so that
/// Clang says what it is. Nothing if the command does not ask for it.
std::optional<llvm::VersionTuple> take_gcc_version(clang::CompilerInstance& compiler);

/// Makes files of the project see this GCC. To be called when the preprocessor is ready and has read nothing yet.
void show_gcc(clang::Preprocessor& preprocessor, const llvm::VersionTuple& version, const WalkOptions& options);

}  // namespace stallhound::extraction
