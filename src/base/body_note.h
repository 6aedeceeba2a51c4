// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notes about function bodies, which outlive a crash in one (see leave_note).
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace stallhound {

/// One body, as a note names it.
struct BodyNote {
  bool walked = false;     ///< Clang had parsed it; the walk over it is what crashed.
  std::uint32_t line = 0;  ///< Of the function's name.
  std::uint32_t column = 0;
  std::string file;
  std::string name;  ///< For people: "serve()".
};

/// The text of a note, and back. What is no such text has no line.
std::string to_text(const BodyNote& body);
BodyNote body_of(const std::string& note);

/// The same for both kinds of crash in one body.
std::string key_of(const BodyNote& body);

/// What is said to people about a unit whose attempts left these notes.
std::string crash_message(std::span<const std::string> notes);

}  // namespace stallhound
