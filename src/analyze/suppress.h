// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// NOLINT comments against findings.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "stallhound/program.h"
#include "stallhound/rules.h"

namespace stallhound::analysis {

/// The names by which comments know a rule.
struct RuleName {
  std::string_view id;
  Category category = Category::sleep;
};

class Suppressions {
 public:
  /// `require_reason`: comments without a reason hide nothing.
  Suppressions(const Program& program, bool require_reason);

  /// Index into Program::suppressions of a comment that covers this place for a rule, or npos.
  std::uint32_t find(const SourceLocation& place, const RuleName& rule) const;
  /// The same, and remembers that the comment hid something, or would have with a reason.
  std::uint32_t covering(const SourceLocation& place, const RuleName& rule);

  /// All comments about a rule, wherever they stand: rules with equal lists are hidden in the same places.
  std::vector<std::uint32_t> about(const RuleName& rule) const;

  /// Comments that name stallhound, were about code that was looked at, and hid nothing.
  std::vector<std::uint32_t> unused() const;
  /// Comments that hid nothing because they give no reason.
  std::vector<std::uint32_t> without_reason() const;

 private:
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t suppression = 0;
  };

  enum Use : char { none, lacks_reason, used };

  std::uint32_t first_covering(const SourceLocation& place, const RuleName& rule, bool with_reason) const;
  std::vector<std::uint32_t> with_use(Use use) const;

  const Program& program_;
  bool require_reason_ = false;
  std::map<FileIndex, std::vector<Range>> ranges_;
  std::vector<Use> uses_;
};

}  // namespace stallhound::analysis
