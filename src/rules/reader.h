// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Typed access to the values of a pack, noting every mistake on the way. A reader never stops at a mistake: it returns
// something harmless and goes on, so that all mistakes of a pack are found in one run.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/located_json.h"
#include "stallhound/rules.h"

namespace stallhound {

/// A name with braces expanded, and where it was written.
struct PlacedName {
  std::string name;
  TextPlace place;
};

/// What the strings of a list are.
enum class NameKind : std::uint8_t {
  functions,  ///< Qualified names; globs allowed.
  types,      ///< Qualified names; globs allowed. May contain spaces: "unsigned int".
  exact,      ///< Qualified names, without globs.
  texts,      ///< Any text, taken as it is.
};

using Keys = std::span<const std::string_view>;

class Reader {
 public:
  /// `labels` collects the labels of handles over all packs; `text` is the file's, as far as it is at hand.
  Reader(std::string file, Diagnostics& mistakes, std::vector<std::string>& labels, std::string_view text = {})
      : file_(std::move(file)), text_(text), mistakes_(mistakes), labels_(labels) {}

  const std::string& file() const { return file_; }
  /// The whole file, or nothing.
  std::string_view file_text() const { return text_; }
  /// All names that were read, for a pack of this number.
  std::vector<Mention> mentions(std::uint32_t pack) const;
  void mistake(TextPlace place, std::string message, std::string hint = {});
  /// Notes that a word is none of the known ones: "unknown category `slep` (did you mean `sleep`?)".
  void unknown_word(TextPlace place, std::string_view what, std::string_view word, Keys known);

  /// Checks that a value is an object with only known keys and all required ones. `what` names it: "a pack".
  /// False if it is no object at all.
  bool object(const JsonNode& node, std::string_view what, Keys known, Keys required);

  /// True if `object` has complained about a key: what seems to be missing may be misspelt.
  bool has_unknown_key(const JsonNode& object, Keys known) const;

  /// Notes that a value has the wrong type. `what` names it: "`arg`".
  void wrong_type(const JsonNode& node, std::string_view what, std::string_view expected);

  /// The value of a key; empty or `fallback` if the object has none, or if it was a mistake.
  std::string text(const JsonNode& object, std::string_view key);
  bool flag(const JsonNode& object, std::string_view key, bool fallback);
  std::optional<std::uint32_t> index(const JsonNode& object, std::string_view key);
  /// The position of the value among the words that are allowed.
  std::optional<std::size_t> word(const JsonNode& object, std::string_view key, Keys allowed);
  /// A lower-case word that can stand in a rule id.
  std::string id(const JsonNode& object, std::string_view key);
  /// A list of names, not empty, none twice. Remembers them as mentioned, if the key says what they are.
  std::vector<PlacedName> names(const JsonNode& object, std::string_view key, NameKind kind);
  /// The members of an object of texts, in file order.
  std::vector<std::pair<JsonKey, std::string>> texts(const JsonNode& object, std::string_view key);

  /// The number of a label, new or known; at most 64 fit into a set.
  std::uint32_t label(const PlacedName& name);

  /// The value of an index node; `what` names it in messages.
  std::optional<std::uint32_t> index_value(const JsonNode& node, std::string_view what);
  /// The texts of a node that is a string or a list of strings, braces expanded unless kind is texts.
  std::vector<PlacedName> strings(const JsonNode& node, std::string_view what, NameKind kind);

 private:
  bool filled(const JsonNode& node, std::string_view what);
  bool check_name(const JsonNode& node, const std::string& name, NameKind kind);
  void add_names(const JsonNode& node, NameKind kind, std::vector<PlacedName>& names);

  std::string file_;
  std::string_view text_;
  Diagnostics& mistakes_;
  std::vector<std::string>& labels_;
  std::vector<Mention> mentions_;
};

/// The names without their places.
std::vector<std::string> without_places(const std::vector<PlacedName>& names);

}  // namespace stallhound
