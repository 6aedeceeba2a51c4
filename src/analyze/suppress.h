// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// NOLINT comments against findings.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "stallhound/program.h"

namespace stallhound::analysis {

class Suppressions {
 public:
  explicit Suppressions(const Program& program);

  /// Index into Program::suppressions of a comment that covers this place for a rule, or npos. Remembers its use.
  std::uint32_t covering(const SourceLocation& place, std::string_view rule_id, std::string_view category);

  /// Comments that name stallhound, were about code that was looked at, and hid nothing.
  std::vector<std::uint32_t> unused() const;

 private:
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t suppression = 0;
  };

  const Program& program_;
  std::map<FileIndex, std::vector<Range>> ranges_;
  std::vector<char> used_;
};

}  // namespace stallhound::analysis
