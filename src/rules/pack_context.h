// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the readers of a pack's sections share.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/reader.h"
#include "stallhound/rules.h"

namespace stallhound {

/// The pack that is being read and the RuleSet that it goes to.
struct PackContext {
  Reader& reader;
  RuleSet& rules;
  std::uint32_t pack = 0;    ///< Index into RuleSet::packs.
  std::string pack_id;       ///< The default source of rule ids.
  std::string framework_id;  ///< The default framework of entries; may be empty.

  Origin origin(const JsonNode& entry) const { return {pack, entry.place.line}; }
  /// The entry's own framework, or else the pack's.
  std::string framework_of(const JsonNode& entry);
  Confidence confidence(const JsonNode& entry);

  /// Adds a meaning to the names of functions, exact ones and globs; `except` is what the globs do not mean.
  void add_function(const std::string& name, RuleRef ref, const std::vector<std::string>& except = {});
  void add_functions(const std::vector<std::string>& names, RuleRef ref, const std::vector<std::string>& except = {});
  /// The names that an entry takes out of its globs.
  std::vector<std::string> exceptions(const JsonNode& entry, const std::vector<PlacedName>& names);
};

/// Finds names that one section lists twice. Only entries without a condition clash: of those, one would be dead.
class Duplicates {
 public:
  /// `variant` tells apart entries that may share a name, such as those about different arguments of one call.
  /// False if a name was a mistake.
  bool note(Reader& reader, const std::vector<PlacedName>& names, const std::string& variant, bool conditional);

 private:
  std::map<std::string, TextPlace> seen_;
};

/// Reads an entry of "contexts", "barriers" or "wrappers", whose callables run where `runs` says.
void read_registration(PackContext& context, const JsonNode& entry, std::string_view section, Runs runs,
                       Duplicates& seen);

}  // namespace stallhound
