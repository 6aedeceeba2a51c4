// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which function body a unit is in, for the case that Clang, or the walk over its tree, crashes there.
//
// Problem. Legal code makes some versions of Clang crash, and one such body should not cost all that the unit holds.
//
// Method. Before a body is entered, a note says which (see leave_note). The note outlives the process; the next attempt
// at the unit is given the notes of those that crashed, and leaves these bodies out. What Clang enters is known from
// its questions: shall this body be skipped, is this template being instantiated. Bodies nest (local classes,
// instantiations in the middle of a body), so the notes are a stack.
//
// Limits. Clang does not ask about functions that are constexpr or whose result type is deduced: it needs their bodies.
// A crash there, or outside of all bodies, costs the unit.
#pragma once

#include <clang/AST/Decl.h>
#include <llvm/ADT/StringSet.h>

#include <span>
#include <string>
#include <vector>

#include "base/body_note.h"
#include "extract/tables.h"

namespace stallhound::extraction {

class CrashNotes {
 public:
  /// `crashes` are the notes of the attempts that crashed.
  CrashNotes(Tables& tables, std::span<const std::string> crashes);

  /// A body is about to be parsed, or walked. False if it is one to leave out.
  bool enter(const clang::FunctionDecl& function);
  bool enter_walk(const clang::NamedDecl& declaration);
  /// Everything up to and with this body is done.
  void leave(const clang::FunctionDecl& function);
  /// Nothing is being done any more.
  void clear();

  /// An instantiation begins, of which only function bodies are noted; and the one that began last ends.
  void begin_instantiation(const clang::Decl* entity);
  void end_instantiation();

 private:
  struct Entry {
    const clang::FunctionDecl* function = nullptr;  ///< Null for an instantiation.
    std::string note;                               ///< Empty if there is nothing to say.
  };
  BodyNote noted(const clang::NamedDecl& declaration, bool walked) const;
  bool is_left_out(const BodyNote& body) const;
  void tell() const;

  Tables& tables_;
  llvm::StringSet<> left_out_;
  bool in_vain_ = false;  ///< A body that was left out crashed all the same: another attempt would, too.
  std::vector<Entry> entries_;
};

}  // namespace stallhound::extraction
