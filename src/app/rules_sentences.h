// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What entries of packs mean, in English sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stallhound/rules.h"

namespace stallhound {

/// What a sentence is about: one name that somebody asked for, or all names of an entry.
struct Topic {
  explicit Topic(const std::vector<std::string>& all) : names(all) {}
  explicit Topic(std::string_view name) : names{std::string(name)}, one(true) {}
  /// Names are set as code, for Markdown.
  static Topic as_code(const std::vector<std::string>& all) {
    Topic topic(all);
    topic.code = true;
    return topic;
  }

  std::vector<std::string> names;
  bool one = false;
  bool code = false;
};

/// "a, b or c"
std::string list(const std::vector<std::string>& words, std::string_view last);
std::string framework_name(const RuleSet& rules, const std::string& id);
/// "for milliseconds"
std::string_view duration_of(Cost cost);

/// What makes a blocking entry apply or not, and how it is reported: "Not if argument 0 is zero; ..."; may be empty.
std::string provisos_of(const BlockingRule& rule);

std::string sentence(const RuleSet& rules, const BlockingRule& rule, const Topic& topic);
std::string sentence(const RuleSet& rules, const Registration& rule, const Topic& topic);
std::string sentence(const RuleSet& rules, const CoroutineRule& rule, const Topic& topic);
std::string sentence(const RuleSet& rules, const HopRule& rule, const Topic& topic);
std::string sentence(const RuleSet& rules, const RequireRule& rule, const Topic& topic);
std::string sentence(const RuleSet& rules, const HandleRule& rule, const Topic& topic);
std::string sentence(const RuleSet& rules, const GuardRule& rule, const Topic& topic);
/// About functions that may be called from anywhere.
std::string trusted_sentence(const Topic& topic);
/// About a follow-up of an entry of `requires`.
std::string follow_up_sentence(const RequireRule& rule, const Topic& topic);

}  // namespace stallhound
