// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One unit: parse, walk.
//
// Function bodies outside the project are skipped while parsing, which is what makes a scan faster than a compile:
// nobody asks what they call. (Clang keeps the bodies that it needs itself: constexpr functions and deduced return
// types.) A unit with errors keeps every function that Clang could recover.
#include <clang/Basic/Version.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Sema/Sema.h>
#include <clang/Sema/SemaConsumer.h>
#include <clang/Sema/TemplateInstCallback.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>

#include "base/body_note.h"
#include "base/digest.h"
#include "base/large_stack.h"
#include "extract/advice.h"
#include "extract/compiler.h"
#include "extract/crash_notes.h"
#include "extract/gcc_view.h"
#include "extract/other_state.h"
#include "extract/probes.h"
#include "extract/recorder.h"
#include "extract/suppressions.h"
#include "extract/tables.h"
#include "extract/walk.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

using extraction::CrashNotes;
using extraction::Tables;
using extraction::WalkOptions;

/// Tells which function bodies are made from templates.
class InstantiationNotes : public clang::TemplateInstantiationCallback {
 public:
  explicit InstantiationNotes(std::optional<CrashNotes>& notes) : notes_(notes) {}
  void initialize(const clang::Sema&) override {}
  void finalize(const clang::Sema&) override {}
  void atTemplateBegin(const clang::Sema&, const clang::Sema::CodeSynthesisContext& instantiation) override {
    if (!notes_) return;
    const bool body = instantiation.Kind == clang::Sema::CodeSynthesisContext::TemplateInstantiation;
    notes_->begin_instantiation(body ? instantiation.Entity : nullptr);
  }
  void atTemplateEnd(const clang::Sema&, const clang::Sema::CodeSynthesisContext&) override {
    if (notes_) notes_->end_instantiation();
  }

 private:
  std::optional<CrashNotes>& notes_;
};

/// How one unit is read, and into what.
struct Reading {
  const WalkOptions& walk;
  const std::vector<std::string>& probes;
  std::span<const std::string> crashes;
  std::optional<llvm::VersionTuple> gcc;   ///< Project code sees this version of GCC.
  extraction::Surroundings& surroundings;  ///< Filled while reading.
  TuFacts& facts;
};

class FactsConsumer : public clang::SemaConsumer {
 public:
  FactsConsumer(clang::CompilerInstance& compiler, const Reading& reading)
      : compiler_(compiler), options_(reading.walk), reading_(reading) {}

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
    if (reading_.gcc) extraction::show_gcc(compiler_.getPreprocessor(), *reading_.gcc, options_);
    reading_.surroundings = extraction::look_around(compiler_);
    tables_.emplace(context, options_, reading_.facts, digest(reading_.facts.main_file));
    notes_.emplace(*tables_, reading_.crashes);
    comments_.emplace(*tables_);
    compiler_.getPreprocessor().addCommentHandler(&*comments_);
  }

  void InitializeSema(clang::Sema& sema) override {
    sema_ = &sema;
    sema.TemplateInstCallbacks.push_back(std::make_unique<InstantiationNotes>(notes_));
  }
  void ForgetSema() override { sema_ = nullptr; }

  bool shouldSkipFunctionBody(clang::Decl* declaration) override {
    if (!tables_->in_project(*declaration)) return true;
    const auto* function = declaration->getAsFunction();
    return function != nullptr && !notes_->enter(*function);
  }

  void HandleInlineFunctionDefinition(clang::FunctionDecl* function) override { notes_->leave(*function); }

  bool HandleTopLevelDecl(clang::DeclGroupRef) override {
    // Instantiations come here, too, even in the middle of a body.
    if (sema_ != nullptr && sema_->CurContext != nullptr && sema_->CurContext->isFileContext() &&
        sema_->CodeSynthesisContexts.empty()) {
      notes_->clear();
    }
    return true;
  }

  void HandleTranslationUnit(clang::ASTContext& context) override {
    compiler_.getPreprocessor().removeCommentHandler(&*comments_);
    // Matchers that look upwards need the parents of nodes; those outside project code are of no interest.
    if (!reading_.probes.empty()) context.setTraversalScope(project_code(context));
    extraction::walk_unit(context, *tables_, extraction::Probes(reading_.probes), *notes_);
    notes_->clear();
  }

 private:
  std::vector<clang::Decl*> project_code(const clang::ASTContext& context) {
    std::vector<clang::Decl*> code;
    for (auto* declaration : context.getTranslationUnitDecl()->decls()) {
      if (tables_->in_project(*declaration)) code.push_back(declaration);
    }
    return code;
  }

  clang::CompilerInstance& compiler_;
  WalkOptions options_;
  const Reading& reading_;
  clang::Sema* sema_ = nullptr;
  std::optional<Tables> tables_;
  std::optional<CrashNotes> notes_;
  std::optional<extraction::SuppressionReader> comments_;
};

class FactsAction : public clang::ASTFrontendAction {
 public:
  explicit FactsAction(const Reading& reading) : reading_(reading) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    return std::make_unique<FactsConsumer>(compiler, reading_);
  }

 private:
  const Reading& reading_;
};

/// The status and message of a unit that was read.
void conclude(bool run, std::string first_error, unsigned errors, std::span<const std::string> crashes,
              TuFacts& facts) {
  facts.message = std::move(first_error);
  if (run && errors == 0 && crashes.empty()) {
    facts.status = UnitStatus::ok;
    return;
  }
  facts.status = facts.bodies.empty() ? UnitStatus::failed : UnitStatus::errors;
  if (!crashes.empty()) {
    facts.problem = UnitProblem::crash;
    facts.message = crash_message(crashes) + (facts.message.empty() ? "" : "; ") + facts.message;
  }
  if (facts.message.empty()) facts.message = "the unit cannot be parsed";
}

TuFacts extract_here(const TuJob& job, const ExtractOptions& options, UnitInputs* inputs,
                     std::span<const std::string> crashes) {
  TuFacts facts;
  facts.main_file = job.file;
  facts.status = UnitStatus::failed;
  for (const auto& expression : options.probes) facts.probes.push_back(digest(expression));

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk(llvm::vfs::createPhysicalFileSystem().release());
  if (!options.versions.empty()) disk = llvm::makeIntrusiveRefCnt<extraction::OtherState>(disk, options.versions);
  const auto files = llvm::makeIntrusiveRefCnt<extraction::Recorder>(disk);
  extraction::Compiler compiler(job, options.resource_dir, files);
  if (compiler.instance() == nullptr) {
    facts.message = compiler.failure();
    return facts;
  }
  WalkOptions walk;
  walk.roots = options.roots;
  walk.walk_system = options.walk_system;
  extraction::Surroundings surroundings;
  const auto gcc = extraction::take_gcc_version(*compiler.instance());
  const Reading reading{walk, options.probes, crashes, gcc, surroundings, facts};
  FactsAction action(reading);
  const bool run = compiler.instance()->ExecuteAction(action);
  conclude(run, extraction::advise(compiler.errors().message(), surroundings, job), compiler.errors().getNumErrors(),
           crashes, facts);
  if (inputs != nullptr) *inputs = files->inputs();
  return facts;
}

}  // namespace

std::string extractor_version() { return clang::getClangFullVersion(); }

TuFacts extract(const TuJob& job, const ExtractOptions& options, UnitInputs* inputs,
                std::span<const std::string> crashes) {
  TuFacts facts;
  run_on_large_stack([&] { facts = extract_here(job, options, inputs, crashes); });
  return facts;
}

}  // namespace stallhound
