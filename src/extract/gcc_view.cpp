// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/gcc_view.h"

#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <llvm/Support/Path.h>

#include <vector>

namespace stallhound::extraction {
namespace {

/// A macro in both worlds; null where it is not defined.
struct TwoFacedMacro {
  clang::IdentifierInfo* name;
  clang::MacroInfo* for_clang;
  clang::MacroInfo* for_gcc;
};

class GccView : public clang::PPCallbacks {
 public:
  GccView(clang::Preprocessor& preprocessor, const llvm::VersionTuple& version, const WalkOptions& options)
      : preprocessor_(preprocessor), version_(version), options_(options) {}

  void FileChanged(clang::SourceLocation place, FileChangeReason reason, clang::SrcMgr::CharacteristicKind,
                   clang::FileID) override {
    const auto file = preprocessor_.getSourceManager().getFileID(place);
    // The main file is entered first, but Clang's own macros are read before its first token.
    if (file == preprocessor_.getPredefinesFileID()) {
      ready_ = true;
      return;
    }
    if (!ready_ || reason == SystemHeaderPragma || reason == RenameFile) return;
    const bool project = in_project(file);
    if (project == sees_gcc_) return;
    sees_gcc_ = project;
    if (macros_.empty()) collect();
    for (const auto& macro : macros_) {
      define(macro.name, place, project ? macro.for_gcc : macro.for_clang);
    }
  }

 private:
  bool in_project(clang::FileID file) {
    const auto known = in_project_.find(file);
    if (known != in_project_.end()) return known->second;
    const auto& sources = preprocessor_.getSourceManager();
    bool inside = false;
    if (const auto entry = sources.getFileEntryRefForID(file)) {
      llvm::SmallString<256> path(entry->getFileEntry().tryGetRealPathName());
      if (path.empty()) {
        path = entry->getName();
        sources.getFileManager().makeAbsolutePath(path);
        llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
      }
      inside = options_.under_roots(path.str()) && !options_.in_system_dir(path.str());
    }
    in_project_[file] = inside;
    return inside;
  }

  void collect() {
    const auto& gcc = version_;
    add("__GNUC__", std::to_string(gcc.getMajor()));
    add("__GNUC_MINOR__", std::to_string(gcc.getMinor().value_or(0)));
    add("__GNUC_PATCHLEVEL__", std::to_string(gcc.getSubminor().value_or(0)));
    if (preprocessor_.getLangOpts().CPlusPlus) add("__GNUG__", std::to_string(gcc.getMajor()));
    for (const char* name :
         {"__clang__", "__clang_major__", "__clang_minor__", "__clang_patchlevel__", "__clang_version__", "__llvm__"}) {
      add(name, "");
    }
  }

  /// What the command line itself says about a macro stays in both worlds.
  void add(const char* text, const std::string& gcc_value) {
    auto* name = preprocessor_.getIdentifierInfo(text);
    auto* own = preprocessor_.getMacroInfo(name);
    if (own == nullptr || !preprocessor_.getSourceManager().isWrittenInBuiltinFile(own->getDefinitionLoc())) return;
    macros_.push_back({name, own, gcc_value.empty() ? nullptr : number(gcc_value, own->getDefinitionLoc())});
  }

  clang::MacroInfo* number(const std::string& value, clang::SourceLocation place) {
    clang::Token token;
    token.startToken();
    token.setKind(clang::tok::numeric_constant);
    preprocessor_.CreateString(value, token, place, place);
    auto* macro = preprocessor_.AllocateMacroInfo(place);
    macro->setDefinitionEndLoc(place);
    macro->setTokens({token}, preprocessor_.getPreprocessorAllocator());
    return macro;
  }

  void define(clang::IdentifierInfo* name, clang::SourceLocation place, clang::MacroInfo* macro) {
    // A definition of the project's own is left alone.
    const auto* now = preprocessor_.getMacroInfo(name);
    for (const auto& known : macros_) {
      if (known.name == name && now != known.for_clang && now != known.for_gcc) return;
    }
    if (macro != nullptr) {
      preprocessor_.appendDefMacroDirective(name, macro, place);
    } else if (now != nullptr) {
      preprocessor_.appendMacroDirective(
          name, new (preprocessor_.getPreprocessorAllocator()) clang::UndefMacroDirective(place));
    }
  }

  clang::Preprocessor& preprocessor_;
  llvm::VersionTuple version_;
  const WalkOptions& options_;
  std::vector<TwoFacedMacro> macros_;
  llvm::DenseMap<clang::FileID, bool> in_project_;
  bool ready_ = false;
  bool sees_gcc_ = false;
};

}  // namespace

std::optional<llvm::VersionTuple> take_gcc_version(clang::CompilerInstance& compiler) {
  auto& macros = compiler.getPreprocessorOpts().Macros;
  const auto is_marker = [](const auto& macro) { return macro.first == "__clang__" && macro.second; };
  if (std::erase_if(macros, is_marker) == 0) return std::nullopt;
  constexpr unsigned own = 40201;  // What Clang's driver says by default: GCC 4.2.1.
  const unsigned version = compiler.getLangOpts().GNUCVersion;
  compiler.getLangOpts().GNUCVersion = own;
  return llvm::VersionTuple(version / 10000, version / 100 % 100, version % 100);
}

void show_gcc(clang::Preprocessor& preprocessor, const llvm::VersionTuple& version, const WalkOptions& options) {
  preprocessor.addPPCallbacks(std::make_unique<GccView>(preprocessor, version, options));
}

}  // namespace stallhound::extraction
