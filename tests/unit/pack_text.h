// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Short ways to write packs in tests and to see what loading says about them.
#pragma once

#include <string>
#include <vector>

#include "rules/load.h"

namespace stallhound {

using Lines = std::vector<std::string>;

/// Every mistake as one line of text; empty if the packs are fine.
inline Lines mistakes_in(const std::vector<PackText>& packs) {
  Lines lines;
  const Result<RuleSet> rules = load_rules_from_text(packs);
  if (rules) return lines;
  for (const Diagnostic& mistake : rules.errors()) lines.push_back(to_string(mistake));
  return lines;
}

inline Lines mistakes_in(const std::string& text) { return mistakes_in({{"p.json", text}}); }

/// A pack with something added in its third line.
inline std::string pack_with(const std::string& rest) {
  return "{ \"schema\": 1, \"pack\": \"p\",\n  \"title\": \"P\",\n" + rest + "\n}";
}

/// A blocking entry with something in place of its names and conditions.
inline std::string blocking(const std::string& keys) {
  return pack_with("\"blocking\": [ { " + keys +
                   ",\n \"category\": \"sleep\", \"cost\": \"seconds\", \"why\": \"W.\","
                   " \"fix\": { \"default\": \"f\" } } ]");
}
inline std::string condition(const std::string& text) { return blocking("\"names\": [\"f\"],\n\"when\": " + text); }

}  // namespace stallhound
