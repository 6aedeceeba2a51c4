// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/pack_context.h"

#include <algorithm>
#include <array>

#include "rules/braces.h"

namespace stallhound {

std::string PackContext::framework_of(const JsonNode& entry) {
  return entry.find("framework") ? reader.id(entry, "framework") : framework_id;
}

Confidence PackContext::confidence(const JsonNode& entry) {
  // The order of the enumerators.
  const std::array<std::string_view, 3> words = {to_string(Confidence::possible), to_string(Confidence::probable),
                                                 to_string(Confidence::definite)};
  const auto word = reader.word(entry, "confidence", words);
  return word ? static_cast<Confidence>(*word) : Confidence::definite;
}

void PackContext::add_function(const std::string& name, RuleRef ref, const std::vector<std::string>& except) {
  if (is_glob(name)) return rules.add_glob({name, ref, except});
  rules.add_function(name, ref);
}

void PackContext::add_functions(const std::vector<std::string>& names, RuleRef ref,
                                const std::vector<std::string>& except) {
  for (const std::string& name : names) add_function(name, ref, except);
}

std::vector<std::string> PackContext::exceptions(const JsonNode& entry, const std::vector<PlacedName>& names) {
  if (entry.find("except") == nullptr) return {};
  if (std::none_of(names.begin(), names.end(), [](const PlacedName& name) { return is_glob(name.name); })) {
    reader.mistake(entry.find("except")->place, "`except` needs a name with `*` or `?` to take names out of");
  }
  return without_places(reader.names(entry, "except", NameKind::functions));
}

bool Duplicates::note(Reader& reader, const std::vector<PlacedName>& names, const std::string& variant,
                      bool conditional) {
  if (conditional) return true;
  bool all_new = true;
  for (const PlacedName& name : names) {
    const auto [first, fresh] = seen_.emplace(variant + '\n' + name.name, name.place);
    if (fresh) continue;
    all_new = false;
    reader.mistake(name.place, "the name `" + name.name + "` is already in this section, without a condition",
                   "first in line " + std::to_string(first->second.line));
  }
  return all_new;
}

}  // namespace stallhound
