// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/crash_notes.h"

#include <clang/AST/ASTLambda.h>
#include <clang/AST/DeclCXX.h>

#include <algorithm>

#include "base/workers.h"
#include "extract/names.h"

namespace stallhound::extraction {
namespace {

constexpr std::size_t longest_name = 256;

/// The function as it is written, whose body Clang can be asked to skip: of an instantiation its pattern, of a lambda
/// the function around it. Null if there is none.
const clang::FunctionDecl* written(const clang::FunctionDecl* function) {
  while (function != nullptr) {
    if (const auto* pattern = function->getTemplateInstantiationPattern(/*ForDefinition=*/false)) function = pattern;
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    if (method == nullptr || !clang::isLambdaCallOperator(method)) break;
    // Of methods and blocks of Objective-C nothing is noted.
    function = llvm::dyn_cast_or_null<clang::FunctionDecl>(enclosing_function(method->getParent()->getDeclContext()));
  }
  return function;
}

}  // namespace

CrashNotes::CrashNotes(Tables& tables, std::span<const std::string> crashes) : tables_(tables) {
  for (const auto& note : crashes) in_vain_ = !left_out_.insert(key_of(body_of(note))).second || in_vain_;
}

bool CrashNotes::enter(const clang::FunctionDecl& function) {
  // Clang does not tell when the body before has ended; it has, unless this one is nested in it.
  const auto encloses = [&](const Entry& entry) {
    return entry.function == nullptr || entry.function->getCanonicalDecl()->Encloses(function.getDeclContext()) ||
           entry.function->Encloses(function.getLexicalDeclContext());
  };
  while (!entries_.empty() && !encloses(entries_.back())) entries_.pop_back();
  const auto body = noted(function, /*walked=*/false);
  const bool wanted = !is_left_out(body);
  if (wanted) entries_.push_back({&function, to_text(body)});
  tell();
  return wanted;
}

bool CrashNotes::enter_walk(const clang::NamedDecl& declaration) {
  const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&declaration);
  const auto* source = function == nullptr ? nullptr : written(function);
  const auto body = noted(source == nullptr ? declaration : *source, /*walked=*/true);
  const bool wanted = !is_left_out(body);
  entries_.assign(1, {nullptr, wanted ? to_text(body) : std::string()});
  tell();
  return wanted;
}

void CrashNotes::leave(const clang::FunctionDecl& function) {
  for (auto i = entries_.size(); i > 0; --i) {
    if (entries_[i - 1].function != &function) continue;
    entries_.resize(i - 1);
    return tell();
  }
}

void CrashNotes::clear() {
  entries_.clear();
  tell();
}

void CrashNotes::begin_instantiation(const clang::Decl* entity) {
  const auto* function = llvm::dyn_cast_or_null<clang::FunctionDecl>(entity);
  const auto* source = function == nullptr ? nullptr : written(function);
  Entry entry;
  if (source != nullptr && tables_.in_project(*source)) entry.note = to_text(noted(*source, /*walked=*/false));
  const bool any = !entry.note.empty();
  entries_.push_back(std::move(entry));
  if (any) tell();
}

void CrashNotes::end_instantiation() {
  // Bodies of local classes that were entered meanwhile are done as well.
  while (!entries_.empty() && entries_.back().function != nullptr) entries_.pop_back();
  if (entries_.empty()) return;
  const bool any = !entries_.back().note.empty();
  entries_.pop_back();
  if (any) tell();
}

BodyNote CrashNotes::noted(const clang::NamedDecl& declaration, bool walked) const {
  const auto place = tables_.location(declaration.getLocation());
  const auto* function = llvm::dyn_cast<clang::FunctionDecl>(&declaration);
  auto name = function == nullptr ? qualified_name(declaration) : display_name(*function);
  name.resize(std::min(name.size(), longest_name));
  return {walked, place.line, place.column, tables_.facts().files[place.file].path, std::move(name)};
}

bool CrashNotes::is_left_out(const BodyNote& body) const {
  return !left_out_.empty() && left_out_.contains(key_of(body));
}

/// Notes the innermost thing that is being done.
void CrashNotes::tell() const {
  const auto innermost =
      std::find_if(entries_.rbegin(), entries_.rend(), [](const Entry& entry) { return !entry.note.empty(); });
  leave_note(in_vain_ || innermost == entries_.rend() ? std::string_view() : std::string_view(innermost->note));
}

}  // namespace stallhound::extraction
