// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/compiler.h"

#include <clang/Lex/PreprocessorOptions.h>

#include <vector>

#include "extract/clang_versions.h"
#include "extract/command.h"
#include "extract/invocation.h"
#include "extract/regular_files.h"

namespace stallhound::extraction {

void FirstError::HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) {
  DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
  if (level < clang::DiagnosticsEngine::Error || !message_.empty()) return;
  llvm::SmallString<256> text;
  diagnostic.FormatDiagnostic(text);
  if (diagnostic.hasSourceManager() && diagnostic.getLocation().isValid()) {
    const auto place = diagnostic.getSourceManager().getPresumedLoc(diagnostic.getLocation());
    if (place.isValid()) {
      message_ = std::string(place.getFilename()) + ':' + std::to_string(place.getLine()) + ':' +
                 std::to_string(place.getColumn()) + ": ";
    }
  }
  message_ += text.str();
}

Compiler::Compiler(const TuJob& job, const std::string& resource_dir,
                   llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk) {
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files =
      llvm::makeIntrusiveRefCnt<RegularFiles>(std::move(disk), file_kind::input);
  if (files->setCurrentWorkingDirectory(job.directory)) {
    failure_ = "the working directory '" + job.directory + "' does not exist";
    return;
  }
  // Whoever made the job: nothing reaches the driver unfiltered.
  const auto command = command_for_clang(job.arguments, job.file, job.directory);
  if (command.arguments.empty()) {
    failure_ = "the compile command cannot be understood";
    return;
  }
  const std::string resources = "-resource-dir=" + resource_dir;
  std::vector<const char*> arguments{command.arguments.front().c_str(), resources.c_str()};
  for (auto argument = command.arguments.begin() + 1; argument != command.arguments.end(); ++argument) {
    arguments.push_back(argument->c_str());
  }

  auto diagnostics = make_diagnostics(*files, diagnostic_options_, &errors_);
  diagnostics->setIgnoreAllWarnings(true);
  // A missing header is an error like others: what stands below the #include is parsed all the same.
  diagnostics->setFatalsAsError(true);
  clang::CreateInvocationOptions invocation_options;
  invocation_options.Diags = diagnostics;
  invocation_options.VFS = files;
  invocation_options.RecoverOnError = true;
  const auto asked = clang::createInvocation(arguments, invocation_options);
  if (asked == nullptr) {
    failure_ = errors_.message().empty() ? "the compile command cannot be understood" : errors_.message();
    return;
  }
  auto invocation = parsing_only(*asked, job.file);
  if (invocation == nullptr) {
    failure_ = "the compile command is not about source code";
    return;
  }
  // What the driver complains about (a flag of another target) says nothing about the code.
  errors_.forget();
  // Fortified headers replace plain calls by checked ones with other names.
  std::erase_if(invocation->getPreprocessorOpts().Macros,
                [](const auto& macro) { return llvm::StringRef(macro.first).starts_with("_FORTIFY_SOURCE"); });

  // Qt's keywords for slots and invokable methods leave no trace in the tree; these are the hooks that Qt's own headers
  // offer to tools for seeing them.
  for (const char* hook : {"QT_ANNOTATE_FUNCTION", "QT_ANNOTATE_ACCESS_SPECIFIER"}) {
    invocation->getPreprocessorOpts().addMacroDef(std::string(hook) + "(x)=__attribute__((annotate(#x)))");
  }

  files = clang::createVFSFromCompilerInvocation(*invocation, *diagnostics, files);
  // Everything lives as long as the process: freeing a syntax tree takes longer than ending.
  instance_ = make_compiler(std::move(invocation), diagnostics, files);
}

}  // namespace stallhound::extraction
