// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// JSON values that know where they stand in their file, so that a mistake in a pack can be pointed at.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stallhound {

/// A place in a file; both count from 1, columns in bytes.
struct TextPlace {
  unsigned line = 0;
  unsigned column = 0;
  bool operator==(const TextPlace&) const = default;
};

enum class JsonKind : std::uint8_t { null, boolean, integer, real, string, array, object };

/// The key of an object's member.
struct JsonKey {
  std::string text;
  TextPlace place;
};

/// A JSON value.
struct JsonNode {
  JsonKind kind = JsonKind::null;
  TextPlace place;  ///< Of its first character.
  bool boolean = false;
  std::int64_t integer = 0;     ///< Numbers that do not fit are of kind real, which packs have no use for.
  std::string text;             ///< Of a string.
  std::vector<JsonNode> items;  ///< Elements of an array, or values of an object's members.
  std::vector<JsonKey> keys;    ///< Of an object: the key of each item, in file order, repeated ones included.

  /// The value of an object's first member with this key, or null.
  const JsonNode* find(std::string_view key) const;
};

/// "a string", "an object" ... for messages.
std::string_view describe(JsonKind kind);

/// The place of each byte of a string as it is after unescaping, and of its closing quote. `place` is that of the
/// opening quote in the file's text; without a text it is all there is.
std::vector<TextPlace> places_in_string(std::string_view text, TextPlace place);

/// Parses a file's text, in which comments are allowed. At most one syntax error is found.
Result<JsonNode> parse_located_json(const std::string& file, std::string_view text);

}  // namespace stallhound
