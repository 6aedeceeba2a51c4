// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clang, set up for a compile command and ready to parse.
#pragma once

#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/DiagnosticOptions.h>
#include <clang/Frontend/CompilerInstance.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <memory>
#include <string>

#include "stallhound/phases.h"

namespace stallhound::extraction {

/// Remembers the first error; everything else is not of interest.
class FirstError : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override;

  /// "file:line:col: text"; empty if there was none.
  const std::string& message() const { return message_; }
  void forget() {
    clear();
    message_.clear();
  }

 private:
  std::string message_;
};

/// One unit's compiler. Warnings are off, nothing is written, and bodies that the consumer does not want are skipped.
class Compiler {
 public:
  /// `files` has a working directory of its own: the process's stays where it is.
  Compiler(const TuJob& job, const std::string& resource_dir, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files);

  /// Null if the command cannot be used; failure() says why.
  clang::CompilerInstance* instance() { return instance_.get(); }
  const std::string& failure() const { return failure_; }
  const FirstError& errors() const { return errors_; }

 private:
  // In this order: the instance reports to what stands above it until its end.
  FirstError errors_;
  clang::DiagnosticOptions diagnostic_options_;
  std::string failure_;
  std::unique_ptr<clang::CompilerInstance> instance_;
};

}  // namespace stallhound::extraction
