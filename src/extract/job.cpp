// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One unit: parse, walk.
//
// Function bodies outside the project are skipped while parsing, which is what makes a scan faster than a compile:
// nobody asks what they call. (Clang keeps the bodies that it needs itself: constexpr functions and deduced return
// types.) A unit with errors keeps every function that Clang could recover.
#include <clang/AST/ASTConsumer.h>
#include <clang/Basic/Version.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Lex/HeaderSearch.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>

#include "base/digest.h"
#include "extract/compiler.h"
#include "extract/other_state.h"
#include "extract/probes.h"
#include "extract/recorder.h"
#include "extract/regular_files.h"
#include "extract/suppressions.h"
#include "extract/tables.h"
#include "extract/walk.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

using extraction::Tables;
using extraction::WalkOptions;

class FactsConsumer : public clang::ASTConsumer {
 public:
  FactsConsumer(clang::CompilerInstance& compiler, WalkOptions options, const std::vector<std::string>& probes,
                TuFacts& facts)
      : compiler_(compiler), options_(std::move(options)), probes_(probes), facts_(facts) {}

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
    // Matchers that look upwards need the parents of nodes; those outside project code are of no interest.
    if (!probes_.empty()) context.setTraversalScope(project_code(context));
    extraction::walk_unit(context, *tables_, extraction::Probes(probes_));
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
  const std::vector<std::string>& probes_;
  TuFacts& facts_;
  std::optional<Tables> tables_;
  std::optional<extraction::SuppressionReader> comments_;
};

class FactsAction : public clang::ASTFrontendAction {
 public:
  FactsAction(const WalkOptions& options, const std::vector<std::string>& probes, TuFacts& facts)
      : options_(options), probes_(probes), facts_(facts) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    return std::make_unique<FactsConsumer>(compiler, options_, probes_, facts_);
  }

 private:
  const WalkOptions& options_;
  const std::vector<std::string>& probes_;
  TuFacts& facts_;
};

}  // namespace

std::string extractor_version() { return clang::getClangFullVersion(); }

TuFacts extract(const TuJob& job, const ExtractOptions& options, UnitInputs* inputs) {
  TuFacts facts;
  facts.main_file = job.file;
  facts.status = UnitStatus::failed;
  for (const auto& expression : options.probes) facts.probes.push_back(digest(expression));

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk(llvm::vfs::createPhysicalFileSystem().release());
  disk = llvm::makeIntrusiveRefCnt<extraction::RegularFiles>(disk, file_kind::input);
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
  FactsAction action(walk, options.probes, facts);
  const bool run = compiler.instance()->ExecuteAction(action);
  facts.status = run && compiler.errors().getNumErrors() == 0 ? UnitStatus::ok
                 : facts.bodies.empty()                       ? UnitStatus::failed
                                                              : UnitStatus::errors;
  facts.message = compiler.errors().message();
  if (facts.status == UnitStatus::failed && facts.message.empty()) facts.message = "the unit cannot be parsed";
  if (inputs != nullptr) *inputs = files->inputs();
  return facts;
}

}  // namespace stallhound
