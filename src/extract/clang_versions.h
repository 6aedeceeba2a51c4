// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What differs between the versions of LLVM that stallhound builds with (22 and 19), under the names of the newer one.
// No other file asks for the version.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/ASTLambda.h>
#include <clang/Basic/FileManager.h>
#include <clang/Basic/TargetInfo.h>
#include <clang/Basic/TargetOptions.h>
#include <clang/Basic/Version.h>
#include <clang/Frontend/CompilerInstance.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#if CLANG_VERSION_MAJOR >= 22
#include <clang/Driver/CreateInvocationFromArgs.h>
#include <clang/Options/Options.h>
#else
#include <clang/Driver/Options.h>
#include <clang/Frontend/Utils.h>
#endif

/// The lists that Clang's table of options is made from.
#if CLANG_VERSION_MAJOR >= 22
#define STALLHOUND_CLANG_OPTIONS <clang/Options/Options.inc>
#else
#define STALLHOUND_CLANG_OPTIONS <clang/Driver/Options.inc>
#endif

namespace stallhound::extraction {

#if CLANG_VERSION_MAJOR >= 22
namespace options = clang::options;
#else
namespace options {
using namespace clang::driver::options;
/// Options that this version does not have; no option has these numbers.
enum LaterOption : unsigned {
  OPT_multi_lib_config = 1U << 31,
  OPT_fmultilib_flag,
  OPT_fzos_extensions,
  OPT_fno_zos_extensions,
  OPT_internal_iframework,
  OPT_offload_targets_EQ
};
}  // namespace options
#endif

/// Clang's table of options, of the driver and of the inner compiler.
inline const llvm::opt::OptTable& option_table() {
#if CLANG_VERSION_MAJOR >= 22
  return clang::getDriverOptTable();
#else
  return clang::driver::getDriverOptTable();
#endif
}

/// Makes a relative name absolute.
inline void make_absolute(llvm::StringRef directory, llvm::SmallVectorImpl<char>& name) {
#if CLANG_VERSION_MAJOR >= 22
  llvm::sys::path::make_absolute(directory, name);
#else
  llvm::sys::fs::make_absolute(directory, name);
#endif
}

/// The type that a class, struct, union or enumeration declares.
inline clang::QualType declared_type(const clang::ASTContext& context, const clang::TagDecl* declaration) {
#if CLANG_VERSION_MAJOR >= 22
  return context.getCanonicalTagType(declaration);
#else
  return context.getCanonicalType(context.getTagDeclType(declaration));
#endif
}

/// A compiler that does what `invocation` says and sees `files`.
inline std::unique_ptr<clang::CompilerInstance> make_compiler(
    std::shared_ptr<clang::CompilerInvocation> invocation,
    const llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine>& diagnostics,
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files) {
#if CLANG_VERSION_MAJOR >= 22
  auto compiler = std::make_unique<clang::CompilerInstance>(std::move(invocation));
  compiler->setVirtualFileSystem(files);
  compiler->setDiagnostics(diagnostics);
#else
  auto compiler = std::make_unique<clang::CompilerInstance>();
  compiler->setInvocation(std::move(invocation));
  compiler->setDiagnostics(diagnostics.get());
  compiler->createFileManager(files);
#endif
  return compiler;
}

/// An engine that gives all diagnostics to `consumer`, which it does not own.
inline llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine> make_diagnostics(llvm::vfs::FileSystem& files,
                                                                           clang::DiagnosticOptions& options,
                                                                           clang::DiagnosticConsumer* consumer) {
#if CLANG_VERSION_MAJOR >= 22
  return clang::CompilerInstance::createDiagnostics(files, options, consumer, /*ShouldOwnClient=*/false);
#else
  (void)files;
  return clang::CompilerInstance::createDiagnostics(new clang::DiagnosticOptions(options), consumer,
                                                    /*ShouldOwnClient=*/false);
#endif
}

/// Whether Clang has a target with this normalised name.
inline bool is_known_target(const std::string& triple) {
#if CLANG_VERSION_MAJOR >= 22
  clang::DiagnosticOptions quiet;
  clang::DiagnosticsEngine diagnostics(llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(), quiet,
                                       new clang::IgnoringDiagConsumer);
  clang::TargetOptions wanted;
  wanted.Triple = triple;
#else
  clang::DiagnosticsEngine diagnostics(llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(),
                                       llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>(),
                                       new clang::IgnoringDiagConsumer);
  const auto wanted = std::make_shared<clang::TargetOptions>();
  wanted->Triple = triple;
#endif
  const llvm::IntrusiveRefCntPtr<clang::TargetInfo> info(clang::TargetInfo::CreateTargetInfo(diagnostics, wanted));
  return info != nullptr;
}

}  // namespace stallhound::extraction
