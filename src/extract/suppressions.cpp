// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The forms are clang-tidy's: NOLINT, NOLINTNEXTLINE, NOLINTBEGIN, NOLINTEND, each alone or followed at once by a list
// of check names in parentheses. A list that names only other tools' checks is not ours. A reason may follow a colon.
#include "extract/suppressions.h"

#include <clang/Basic/SourceManager.h>

namespace stallhound::extraction {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

llvm::StringRef first_line(llvm::StringRef text) {
  return text.take_until([](char c) { return c == '\n'; });
}

SuppressionKind take_kind(llvm::StringRef& rest) {
  if (rest.consume_front("NEXTLINE")) return SuppressionKind::next_line;
  if (rest.consume_front("BEGIN")) return SuppressionKind::begin;
  if (rest.consume_front("END")) return SuppressionKind::end;
  return SuppressionKind::line;
}

/// Reads what follows "NOLINT..."; false if it is not about stallhound.
bool read_checks(llvm::StringRef& rest, Suppression& suppression) {
  if (!rest.starts_with("(")) {
    suppression.all_tools = true;
    return true;
  }
  const auto end = rest.find(')');
  if (end == llvm::StringRef::npos) return false;
  llvm::SmallVector<llvm::StringRef> names;
  rest.slice(1, end).split(names, ',');
  for (auto name : names) {
    name = name.trim();
    if (name == "*") {
      suppression.all_tools = true;
    } else if (name.starts_with("stallhound")) {
      suppression.checks.push_back(name.str());
    }
  }
  rest = rest.drop_front(end + 1);
  return suppression.all_tools || !suppression.checks.empty();
}

}  // namespace

bool SuppressionReader::HandleComment(clang::Preprocessor& preprocessor, clang::SourceRange comment) {
  const auto& sources = preprocessor.getSourceManager();
  const auto [file, begin] = sources.getDecomposedLoc(comment.getBegin());
  const auto end = sources.getFileOffset(comment.getEnd());
  const auto buffer = sources.getBufferData(file);
  const auto text = buffer.slice(begin, end);
  for (auto at = text.find("NOLINT"); at != llvm::StringRef::npos; at = text.find("NOLINT", at + 6)) {
    if (at > 0 && is_word(text[at - 1])) continue;
    if (!tables_.in_project(comment.getBegin())) return false;
    Suppression suppression;
    auto rest = text.drop_front(at + 6);
    suppression.kind = take_kind(rest);
    if (!rest.empty() && is_word(rest.front())) continue;
    if (!read_checks(rest, suppression)) continue;
    rest = first_line(rest).trim();
    if (rest.consume_front(":")) {
      rest.consume_back("*/");
      suppression.reason = rest.trim().str();
    }
    suppression.location = tables_.location(comment.getBegin().getLocWithOffset(static_cast<int>(at)));
    tables_.facts().suppressions.push_back(std::move(suppression));
  }
  return false;
}

}  // namespace stallhound::extraction
