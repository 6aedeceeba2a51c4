// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One unit: set Clang up, parse, walk.
//
// Function bodies outside the project are skipped while parsing, which is what makes a scan faster than a compile:
// nobody asks what they call. (Clang keeps the bodies that it needs itself: constexpr functions and deduced return
// types.) Warnings are off. A unit with errors keeps every function that Clang could recover.
#include <clang/AST/ASTConsumer.h>
#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/Version.h>
#include <clang/Driver/CreateInvocationFromArgs.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>

#include "base/digest.h"
#include "extract/other_state.h"
#include "extract/recorder.h"
#include "extract/suppressions.h"
#include "extract/tables.h"
#include "extract/walk.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

using extraction::Tables;
using extraction::WalkOptions;

/// Remembers the first error; everything else is not of interest.
class FirstError : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override {
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

  const std::string& message() const { return message_; }

  void forget() {
    clear();
    message_.clear();
  }

 private:
  std::string message_;
};

class FactsConsumer : public clang::ASTConsumer {
 public:
  FactsConsumer(clang::CompilerInstance& compiler, WalkOptions options, TuFacts& facts)
      : compiler_(compiler), options_(std::move(options)), facts_(facts) {}

  void Initialize(clang::ASTContext& context) override {
    // What a build adds with -isystem is a library, even inside the project.
    const auto& search = compiler_.getPreprocessor().getHeaderSearchInfo();
    for (auto directory = search.system_dir_begin(); directory != search.system_dir_end(); ++directory) {
      if (!directory->isNormalDir()) continue;
      llvm::SmallString<256> path(directory->getDirRef()->getName());
      compiler_.getFileManager().makeAbsolutePath(path);
      llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
      options_.system_dirs.emplace_back(path);
    }
    tables_.emplace(context, options_, facts_, digest(facts_.main_file));
    comments_.emplace(*tables_);
    compiler_.getPreprocessor().addCommentHandler(&*comments_);
  }

  bool shouldSkipFunctionBody(clang::Decl* declaration) override { return !tables_->in_project(*declaration); }

  void HandleTranslationUnit(clang::ASTContext& context) override {
    compiler_.getPreprocessor().removeCommentHandler(&*comments_);
    extraction::walk_unit(context, *tables_);
  }

 private:
  clang::CompilerInstance& compiler_;
  WalkOptions options_;
  TuFacts& facts_;
  std::optional<Tables> tables_;
  std::optional<extraction::SuppressionReader> comments_;
};

class FactsAction : public clang::ASTFrontendAction {
 public:
  FactsAction(const WalkOptions& options, TuFacts& facts) : options_(options), facts_(facts) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    return std::make_unique<FactsConsumer>(compiler, options_, facts_);
  }

 private:
  const WalkOptions& options_;
  TuFacts& facts_;
};

}  // namespace

std::string extractor_version() { return clang::getClangFullVersion(); }

TuFacts extract(const TuJob& job, const ExtractOptions& options, UnitInputs* inputs) {
  TuFacts facts;
  facts.main_file = job.file;
  facts.status = UnitStatus::failed;

  // A file system with a working directory of its own: the process's stays where it is.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk(llvm::vfs::createPhysicalFileSystem().release());
  if (!options.versions.empty()) disk = llvm::makeIntrusiveRefCnt<extraction::OtherState>(disk, options.versions);
  const auto files = llvm::makeIntrusiveRefCnt<extraction::Recorder>(disk);
  if (files->setCurrentWorkingDirectory(job.directory)) {
    facts.message = "the working directory '" + job.directory + "' does not exist";
    return facts;
  }
  std::vector<const char*> arguments;
  for (const auto& argument : job.arguments) arguments.push_back(argument.c_str());
  const std::string resources = "-resource-dir=" + options.resource_dir;
  arguments.insert(arguments.begin() + 1, resources.c_str());

  FirstError errors;
  clang::DiagnosticOptions diagnostic_options;
  auto diagnostics = clang::CompilerInstance::createDiagnostics(*files, diagnostic_options, &errors, false);
  diagnostics->setIgnoreAllWarnings(true);
  // A missing header is an error like others: what stands below the #include is parsed all the same.
  diagnostics->setFatalsAsError(true);
  clang::CreateInvocationOptions invocation_options;
  invocation_options.Diags = diagnostics;
  invocation_options.VFS = files;
  invocation_options.RecoverOnError = true;
  auto invocation = clang::createInvocation(arguments, invocation_options);
  if (invocation == nullptr) {
    facts.message = errors.message().empty() ? "the compile command cannot be understood" : errors.message();
    return facts;
  }
  // What the driver complains about (a flag of another target) says nothing about the code.
  errors.forget();
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
  auto compiler = std::make_unique<clang::CompilerInstance>(std::move(invocation));
  compiler->setVirtualFileSystem(files);
  compiler->setDiagnostics(diagnostics);
  WalkOptions walk;
  walk.roots = options.roots;
  walk.walk_system = options.walk_system;
  FactsAction action(walk, facts);
  const bool run = compiler->ExecuteAction(action);
  facts.status = run && errors.getNumErrors() == 0 ? UnitStatus::ok
                 : facts.bodies.empty()            ? UnitStatus::failed
                                                   : UnitStatus::errors;
  facts.message = errors.message();
  if (facts.status == UnitStatus::failed && facts.message.empty()) facts.message = "the unit cannot be parsed";
  if (inputs != nullptr) *inputs = files->inputs();
  return facts;
}

}  // namespace stallhound
