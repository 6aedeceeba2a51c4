// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// NOLINT comments and the project's settings against findings. What a setting says about files holds as if each of
// their lines had a comment.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stallhound/policy.h"
#include "stallhound/program.h"
#include "stallhound/report.h"

namespace stallhound::analysis {

/// The names by which comments and settings know a rule.
struct RuleName {
  std::string_view id;
  Category category = Category::sleep;
};

/// A place as reports name it.
Place place_of(const Program& program, const SourceLocation& location);

class Suppressions {
 public:
  /// `require_reason`: comments without a reason hide nothing.
  Suppressions(const Program& program, const Policy& policy, bool require_reason);

  /// The number of a comment or setting that covers this place for a rule, or npos.
  std::uint32_t find(const SourceLocation& place, const RuleName& rule) const;
  /// The same, and remembers that the comment hid something, or would have with a reason.
  std::uint32_t covering(const SourceLocation& place, const RuleName& rule);

  /// What a report says about a number.
  SuppressionInfo info(std::uint32_t number) const;
  /// Whether nothing can be hidden anywhere.
  bool empty() const { return program_.suppressions.empty() && policy_.tests.empty() && policy_.sections.empty(); }

  /// Whether a rule is asked for where a call stands.
  bool is_on(const SourceLocation& place, const RuleName& rule) const;
  /// The severity that settings give to findings there.
  std::optional<Severity> severity(const SourceLocation& place, const RuleName& rule) const;
  /// The severity that fails a scan in this file (by its absolute path).
  FailLevel fail_on(const std::string& path, FailLevel otherwise) const;

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

  /// What the settings say about one file.
  struct FilePolicy {
    bool is_test = false;
    std::vector<std::uint32_t> sections;  ///< Those that cover it, in order.
  };

  FilePolicy policy_of(const std::string& path) const;
  /// The last section that covers the file and says something about the rule, or npos.
  std::uint32_t deciding_section(const FilePolicy& file, std::string_view rule) const;
  std::uint32_t first_covering(const SourceLocation& place, const RuleName& rule, bool with_reason) const;
  std::vector<std::uint32_t> with_use(Use use) const;

  const Program& program_;
  const Policy& policy_;
  std::vector<FilePolicy> files_;  ///< Per file of the program.
  bool require_reason_ = false;
  std::map<FileIndex, std::vector<Range>> ranges_;
  std::vector<Use> uses_;
};

}  // namespace stallhound::analysis
