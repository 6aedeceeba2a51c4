// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/compiler.h"

#include <clang/Driver/CreateInvocationFromArgs.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <vector>

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
                   llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files) {
  if (files->setCurrentWorkingDirectory(job.directory)) {
    failure_ = "the working directory '" + job.directory + "' does not exist";
    return;
  }
  std::vector<const char*> arguments;
  for (const auto& argument : job.arguments) arguments.push_back(argument.c_str());
  const std::string resources = "-resource-dir=" + resource_dir;
  arguments.insert(arguments.begin() + 1, resources.c_str());

  auto diagnostics = clang::CompilerInstance::createDiagnostics(*files, diagnostic_options_, &errors_, false);
  diagnostics->setIgnoreAllWarnings(true);
  // A missing header is an error like others: what stands below the #include is parsed all the same.
  diagnostics->setFatalsAsError(true);
  clang::CreateInvocationOptions invocation_options;
  invocation_options.Diags = diagnostics;
  invocation_options.VFS = files;
  invocation_options.RecoverOnError = true;
  auto invocation = clang::createInvocation(arguments, invocation_options);
  if (invocation == nullptr) {
    failure_ = errors_.message().empty() ? "the compile command cannot be understood" : errors_.message();
    return;
  }
  // What the driver complains about (a flag of another target) says nothing about the code.
  errors_.forget();
  // A scan writes nothing.
  invocation->getDependencyOutputOpts() = {};
  invocation->getFrontendOpts().StatsFile.clear();
  invocation->getFrontendOpts().SkipFunctionBodies = true;
  invocation->getFrontendOpts().DisableFree = true;
  invocation->getFrontendOpts().ProgramAction = clang::frontend::ParseSyntaxOnly;
  invocation->getDiagnosticOpts().IgnoreWarnings = true;
  invocation->getDiagnosticOpts().ErrorLimit = 0;
  invocation->getDiagnosticOpts().ShowCarets = false;  // Also keeps counts of diagnostics off standard error.
  invocation->getPreprocessorOpts().ImplicitPCHInclude.clear();
  invocation->getLangOpts().SpellChecking = false;
  // Fortified headers replace plain calls by checked ones with other names.
  std::erase_if(invocation->getPreprocessorOpts().Macros,
                [](const auto& macro) { return llvm::StringRef(macro.first).starts_with("_FORTIFY_SOURCE"); });

  // Qt's keywords for slots and invokable methods leave no trace in the tree; these are the hooks that Qt's own headers
  // offer to tools for seeing them.
  for (const char* hook : {"QT_ANNOTATE_FUNCTION", "QT_ANNOTATE_ACCESS_SPECIFIER"}) {
    invocation->getPreprocessorOpts().addMacroDef(std::string(hook) + "(x)=__attribute__((annotate(#x)))");
  }

  // Everything lives as long as the process: freeing a syntax tree takes longer than ending.
  instance_ = std::make_unique<clang::CompilerInstance>(std::move(invocation));
  instance_->setVirtualFileSystem(files);
  instance_->setDiagnostics(diagnostics);
}

}  // namespace stallhound::extraction
