// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The driver's answer to a compile command orders much more than parsing: outputs, dependency files, caches, dumps,
// statistics, plug-ins. Instead of taking back what is known to be bad, a new order starts from nothing, and what
// describes the code is copied into it, member by member. Members that a later Clang adds keep their defaults.
//
// Only the language options are copied as a whole, because nearly all of them describe the code; the few that print or
// read files are reset by name.
//
// Modules that Clang would build by itself go into a cache on disk. Without them, headers are read as text, which means
// the same. Compiled C++20 modules are read as before.
#include "extract/invocation.h"

#include <clang/Frontend/FrontendOptions.h>
#include <clang/Lex/HeaderSearchOptions.h>
#include <clang/Lex/PreprocessorOptions.h>

#include <algorithm>

namespace stallhound::extraction {
namespace {

void copy_language(const clang::LangOptions& from, clang::LangOptions& to) {
  to = from;
  to.DumpRecordLayouts = false;
  to.DumpRecordLayoutsSimple = false;
  to.DumpRecordLayoutsCanonical = false;
  to.DumpRecordLayoutsComplete = false;
  to.DumpVTableLayouts = false;
  to.ObjCGCBitmapPrint = false;
  to.NoSanitizeFiles.clear();
  to.XRayAlwaysInstrumentFiles.clear();
  to.XRayNeverInstrumentFiles.clear();
  to.XRayAttrListFiles.clear();
  to.ProfileListFiles.clear();
  to.OMPHostIRFile.clear();
  to.OMPTargetTriples.clear();
  to.APINotes = false;
  to.APINotesModules = false;
  to.Modules = from.CPlusPlusModules;
  to.ImplicitModules = false;
  to.CacheGeneratedPCH = false;
  to.SpellChecking = false;
}

void copy_header_search(const clang::HeaderSearchOptions& from, clang::HeaderSearchOptions& to) {
  to.Sysroot = from.Sysroot;
  to.UserEntries = from.UserEntries;
  to.SystemHeaderPrefixes = from.SystemHeaderPrefixes;
  to.ResourceDir = from.ResourceDir;
  to.VFSOverlayFiles = from.VFSOverlayFiles;
  to.PrebuiltModuleFiles = from.PrebuiltModuleFiles;
  to.PrebuiltModulePaths = from.PrebuiltModulePaths;
  to.UseBuiltinIncludes = from.UseBuiltinIncludes;
  to.UseStandardSystemIncludes = from.UseStandardSystemIncludes;
  to.UseStandardCXXIncludes = from.UseStandardCXXIncludes;
  to.UseLibcxx = from.UseLibcxx;
  to.ImplicitModuleMaps = false;
}

void copy_preprocessing(const clang::PreprocessorOptions& from, clang::PreprocessorOptions& to) {
  to.Macros = from.Macros;
  to.Includes = from.Includes;
  to.MacroIncludes = from.MacroIncludes;
  to.EmbedEntries = from.EmbedEntries;
  to.UsePredefines = from.UsePredefines;
  to.DefineTargetOSMacros = from.DefineTargetOSMacros;
  to.ObjCXXARCStandardLibrary = from.ObjCXXARCStandardLibrary;
  to.SourceDateEpoch = from.SourceDateEpoch;
}

void set_task(const clang::FrontendOptions& from, clang::FrontendOptions& to) {
  to.Inputs = {clang::FrontendInputFile(from.Inputs.front().getFile(), from.Inputs.front().getKind(),
                                        from.Inputs.front().isSystem())};
  to.DashX = from.DashX;
  to.AuxTriple = from.AuxTriple;
  to.AuxTargetCPU = from.AuxTargetCPU;
  to.AuxTargetFeatures = from.AuxTargetFeatures;
  to.ModuleFiles = from.ModuleFiles;
  to.ProgramAction = clang::frontend::ParseSyntaxOnly;
  to.SkipFunctionBodies = true;
  to.DisableFree = true;
  to.UseGlobalModuleIndex = false;
  to.GenerateGlobalModuleIndex = false;
}

}  // namespace

std::unique_ptr<clang::CompilerInvocation> parsing_only(const clang::CompilerInvocation& asked,
                                                        const std::string& file) {
  const auto& inputs = asked.getFrontendOpts().Inputs;
  if (inputs.size() != 1 || !inputs.front().isFile() || inputs.front().getFile() != file ||
      inputs.front().getKind().getFormat() != clang::InputKind::Source) {
    return nullptr;
  }
  auto order = std::make_unique<clang::CompilerInvocation>();
  copy_language(asked.getLangOpts(), order->getLangOpts());
  order->getTargetOpts() = asked.getTargetOpts();
  copy_header_search(asked.getHeaderSearchOpts(), order->getHeaderSearchOpts());
  copy_preprocessing(asked.getPreprocessorOpts(), order->getPreprocessorOpts());
  set_task(asked.getFrontendOpts(), order->getFrontendOpts());
  order->getDiagnosticOpts().IgnoreWarnings = true;
  order->getDiagnosticOpts().ErrorLimit = 0;
  order->getDiagnosticOpts().ShowCarets = false;  // Also keeps counts of diagnostics off standard error.
  return order;
}

}  // namespace stallhound::extraction
