// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/probes.h"

#include <clang/ASTMatchers/Dynamic/Diagnostics.h>
#include <clang/ASTMatchers/Dynamic/Parser.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <tuple>

#include "base/digest.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

namespace dynamic = clang::ast_matchers::dynamic;
using clang::ast_matchers::internal::DynTypedMatcher;

/// Byte offset of a line and column, both from 1.
std::size_t offset_of(const std::string& text, dynamic::SourceLocation place) {
  std::size_t start = 0;
  for (unsigned line = 1; line < place.Line; ++line) {
    const auto end = text.find('\n', start);
    if (end == std::string::npos) break;
    start = end + 1;
  }
  return std::min(text.size(), start + (place.Column == 0 ? 0 : place.Column - 1));
}

/// Where the first message of Clang points, and what all of them say.
MatcherMistake mistake_of(const std::string& expression, const dynamic::Diagnostics& errors) {
  MatcherMistake mistake;
  if (!errors.errors().empty() && !errors.errors().front().Messages.empty()) {
    mistake.offset = offset_of(expression, errors.errors().front().Messages.front().Range.Start);
  }
  // "1:10: Matcher not found: calle": the place is told apart.
  const std::string whole = errors.toString();
  llvm::StringRef text = llvm::StringRef(whole).split('\n').first;
  for (int part = 0; part < 2; ++part) {
    const auto number = text.take_while(llvm::isDigit);
    if (!number.empty() && text.drop_front(number.size()).starts_with(":")) text = text.drop_front(number.size() + 1);
  }
  text = text.trim();
  mistake.message = text.str();
  if (mistake.message.empty()) mistake.message = "this is no matcher";
  if (text.consume_front("Matcher not found: ")) {
    mistake.word = text.str();
    llvm::StringRef before = llvm::StringRef(expression).take_front(mistake.offset);
    for (const auto& completion : dynamic::Parser::completeExpression(before, before.size())) {
      mistake.known.push_back(llvm::StringRef(completion.TypedText).take_until([](char c) { return c == '('; }).str());
    }
  }
  return mistake;
}

/// Whether a matcher can be true of any kind of call.
bool may_match_calls(const DynTypedMatcher& matcher) {
  const auto can = [&matcher]<class... Node>() {
    return (matcher.canMatchNodesOfKind(clang::ASTNodeKind::getFromNodeKind<Node>()) || ...);
  };
  return can.operator()<clang::CallExpr, clang::CXXMemberCallExpr, clang::CXXOperatorCallExpr,
                        clang::UserDefinedLiteral, clang::CXXConstructExpr, clang::CXXTemporaryObjectExpr>();
}

std::optional<DynTypedMatcher> parse(const std::string& expression, MatcherMistake& mistake) {
  dynamic::Diagnostics errors;
  llvm::StringRef code(expression);
  auto matcher = dynamic::Parser::parseMatcherExpression(code, &errors);
  if (!matcher) {
    mistake = mistake_of(expression, errors);
    return std::nullopt;
  }
  if (!may_match_calls(*matcher)) {
    mistake = {0, "this is true of no call", {}, {}};
    return std::nullopt;
  }
  return matcher;
}

}  // namespace

std::optional<MatcherMistake> check_matcher(const std::string& expression) {
  MatcherMistake mistake;
  if (parse(expression, mistake)) return std::nullopt;
  return mistake;
}

namespace extraction {

void Probes::Bound::run(const clang::ast_matchers::MatchFinder::MatchResult& result) {
  matches.push_back(result.Nodes);
}

Probes::Probes(const std::vector<std::string>& expressions) {
  for (const auto& expression : expressions) {
    MatcherMistake ignored;
    const auto matcher = parse(expression, ignored);
    if (!matcher) continue;
    Probe probe{digest(expression), std::make_unique<clang::ast_matchers::MatchFinder>()};
    if (probe.finder->addDynamicMatcher(*matcher, &bound_)) probes_.push_back(std::move(probe));
  }
}

void Probes::ask(const SiteMap& calls, clang::ASTContext& context, Body& body) const {
  for (const auto& [expression, site] : calls) {
    for (const auto& probe : probes_) {
      bound_.matches.clear();
      probe.finder->match(*expression, context);
      for (const auto& nodes : bound_.matches) {
        auto hit = site;
        if (const auto* other = nodes.getNodeAs<clang::Expr>("call"); other != nullptr && other != expression) {
          const auto known = calls.find(other);
          if (known == calls.end()) continue;
          hit = known->second;
        }
        body.probes.push_back({hit, probe.id});
      }
    }
  }
  // The map has no order of its own.
  std::sort(body.probes.begin(), body.probes.end());
  body.probes.erase(std::unique(body.probes.begin(), body.probes.end()), body.probes.end());
}

}  // namespace extraction
}  // namespace stallhound
