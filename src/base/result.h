// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Values that may be missing for a reason that a person can act on.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace stallhound {

/// A message about something the user can mend: what, where, what to do.
struct Diagnostic {
  std::string file;   ///< Empty when no file is concerned.
  unsigned line = 0;  ///< From 1; 0 when no line is concerned.
  unsigned column = 0;
  std::string message;  ///< One sentence, no trailing newline.
  std::string hint;     ///< What to do about it; may be empty.
};

/// "file:line:column: message (hint)", leaving out what is not known.
inline std::string to_string(const Diagnostic& diagnostic) {
  std::string text;
  if (!diagnostic.file.empty()) {
    text += diagnostic.file;
    if (diagnostic.line != 0) {
      text += ':' + std::to_string(diagnostic.line);
      if (diagnostic.column != 0) text += ':' + std::to_string(diagnostic.column);
    }
    text += ": ";
  }
  text += diagnostic.message;
  if (!diagnostic.hint.empty()) text += " (" + diagnostic.hint + ")";
  return text;
}

using Diagnostics = std::vector<Diagnostic>;

/// A value, or the reasons why there is none. Several reasons are reported at once.
template <class T>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Diagnostics errors) : state_(std::in_place_index<1>, std::move(errors)) {}
  Result(Diagnostic error) : state_(std::in_place_index<1>, Diagnostics{std::move(error)}) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Diagnostics& errors() const { return std::get<1>(state_); }

 private:
  std::variant<T, Diagnostics> state_;
};

}  // namespace stallhound
