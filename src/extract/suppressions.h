// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// NOLINT comments in project files.
#pragma once

#include <clang/Lex/Preprocessor.h>

#include "extract/tables.h"

namespace stallhound::extraction {

class SuppressionReader : public clang::CommentHandler {
 public:
  explicit SuppressionReader(Tables& tables) : tables_(tables) {}
  bool HandleComment(clang::Preprocessor& preprocessor, clang::SourceRange comment) override;

 private:
  Tables& tables_;
};

}  // namespace stallhound::extraction
