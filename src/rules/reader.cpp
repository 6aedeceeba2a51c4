// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/reader.h"

#include <algorithm>
#include <map>
#include <set>

#include "rules/braces.h"
#include "rules/suggest.h"

namespace stallhound {
namespace {

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

bool is_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '+';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

// What the names under a key are; nothing for those that name no declaration.
std::optional<NameRole> role_of(std::string_view key) {
  if (key == "names" || key == "calls" || key == "loop_around" || key == "trusted" || key == "except") {
    return NameRole::call;
  }
  if (key == "functions") return NameRole::function;
  if (key == "overrides") return NameRole::override_;
  if (key == "types" || key == "parameters") return NameRole::type;
  if (key == "fields") return NameRole::field;
  return std::nullopt;  // annotations, models
}

// Where the name of an operator starts; names before it have no business with '<' or spaces.
std::size_t operator_start(std::string_view name) {
  const std::size_t found = name.rfind("operator");
  return found != std::string_view::npos && (found == 0 || name[found - 1] == ':') ? found : name.size();
}

}  // namespace

void Reader::mistake(TextPlace place, std::string message, std::string hint) {
  mistakes_.push_back({file_, place.line, place.column, std::move(message), std::move(hint)});
}

void Reader::wrong_type(const JsonNode& node, std::string_view what, std::string_view expected) {
  mistake(node.place,
          std::string(what) + " must be " + std::string(expected) + ", not " + std::string(describe(node.kind)));
}

bool Reader::object(const JsonNode& node, std::string_view what, Keys known, Keys required) {
  if (node.kind != JsonKind::object) {
    wrong_type(node, what, "an object");
    return false;
  }
  std::map<std::string_view, TextPlace> seen;
  for (const JsonKey& key : node.keys) {
    if (std::find(known.begin(), known.end(), key.text) == known.end()) {
      mistake(key.place, "unknown key " + quoted(key.text) + " in " + std::string(what), suggest(key.text, known));
    }
    if (const auto [first, fresh] = seen.emplace(key.text, key.place); !fresh) {
      mistake(key.place, "repeated key " + quoted(key.text), "first in line " + std::to_string(first->second.line));
    }
  }
  for (const std::string_view key : required) {
    // A key that is only misspelt has been reported with the right spelling.
    const bool misspelt = std::any_of(node.keys.begin(), node.keys.end(), [&](const JsonKey& written) {
      return std::find(known.begin(), known.end(), written.text) == known.end() &&
             nearest_word(written.text, known) == key;
    });
    if (!misspelt && !node.find(key)) mistake(node.place, std::string(what) + " needs the key " + quoted(key));
  }
  return true;
}

bool Reader::has_unknown_key(const JsonNode& object, Keys known) const {
  return std::any_of(object.keys.begin(), object.keys.end(), [&](const JsonKey& key) {
    return std::find(known.begin(), known.end(), key.text) == known.end();
  });
}

bool Reader::filled(const JsonNode& node, std::string_view what) {
  if (node.kind != JsonKind::string) {
    wrong_type(node, what, "a string");
    return false;
  }
  if (node.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    mistake(node.place, std::string(what) + " is empty");
    return false;
  }
  return true;
}

std::string Reader::text(const JsonNode& object, std::string_view key) {
  const JsonNode* node = object.find(key);
  return node && filled(*node, quoted(key)) ? node->text : std::string();
}

bool Reader::flag(const JsonNode& object, std::string_view key, bool fallback) {
  const JsonNode* node = object.find(key);
  if (!node) return fallback;
  if (node->kind == JsonKind::boolean) return node->boolean;
  wrong_type(*node, quoted(key), "true or false");
  return fallback;
}

std::optional<std::uint32_t> Reader::index_value(const JsonNode& node, std::string_view what) {
  if (node.kind != JsonKind::integer) {
    wrong_type(node, what, "an integer");
    return std::nullopt;
  }
  constexpr std::int64_t highest = 255;  // No function has more parameters; a typing mistake has.
  if (node.integer < 0 || node.integer > highest) {
    mistake(node.place, std::string(what) + " must be an index from 0 to " + std::to_string(highest));
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(node.integer);
}

std::optional<std::uint32_t> Reader::index(const JsonNode& object, std::string_view key) {
  const JsonNode* node = object.find(key);
  return node ? index_value(*node, quoted(key)) : std::nullopt;
}

std::optional<std::size_t> Reader::word(const JsonNode& object, std::string_view key, Keys allowed) {
  const JsonNode* node = object.find(key);
  if (!node || !filled(*node, quoted(key))) return std::nullopt;
  const auto found = std::find(allowed.begin(), allowed.end(), node->text);
  if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
  unknown_word(node->place, key, node->text, allowed);
  return std::nullopt;
}

void Reader::unknown_word(TextPlace place, std::string_view what, std::string_view word, Keys known) {
  mistake(place, "unknown " + std::string(what) + ' ' + quoted(word), suggest(word, known));
}

std::string Reader::id(const JsonNode& object, std::string_view key) {
  const std::string value = text(object, key);
  if (!value.empty() && !is_id(value)) {
    mistake(object.find(key)->place, quoted(key) + " is part of rule ids and may only have a-z, 0-9 and `-_.+`");
  }
  return value;
}

namespace {

/// Where the space of a method of Objective-C may stand: "-[Class name:]".
bool has_stray_space(std::string_view name, std::size_t end) {
  if ((name.starts_with("-[") || name.starts_with("+[")) && name.ends_with(']')) {
    const auto space = name.find(' ');
    return space == std::string_view::npos || space != name.rfind(' ');
  }
  return name.find(' ') < end;
}

}  // namespace

bool Reader::check_name(const JsonNode& node, const std::string& name, NameKind kind) {
  const std::string shown = quoted(name);
  if (name.empty()) {
    mistake(node.place, "the name is empty");
  } else if (name.starts_with("::")) {
    mistake(node.place, "the name " + shown + " begins with `::`", "write " + quoted(name.substr(2)));
  } else if (name.ends_with("::")) {
    mistake(node.place, "the name " + shown + " ends with `::`");
  } else if (name.find('<') < operator_start(name)) {
    mistake(node.place, "the name " + shown + " has template arguments", "names are written without them");
  } else if (name.starts_with(' ') || name.ends_with(' ') ||
             (kind == NameKind::functions && has_stray_space(name, operator_start(name)))) {
    mistake(node.place, "the name " + shown + " has a space");
  } else if (kind == NameKind::functions && name.find('(') < operator_start(name)) {
    mistake(node.place, "the name " + shown + " has parentheses", "names are written without parameters");
  } else if (kind == NameKind::exact && is_glob(name)) {
    mistake(node.place, "the name " + shown + " is a glob", "only names of functions may have `*` and `?`");
  } else {
    return true;
  }
  return false;
}

void Reader::add_names(const JsonNode& node, NameKind kind, std::vector<PlacedName>& names) {
  if (kind == NameKind::texts) {
    if (node.kind != JsonKind::string) return wrong_type(node, "a text", "a string");
    if (node.text.empty()) return mistake(node.place, "the text is empty");
    names.push_back({node.text, node.place});
    return;
  }
  if (!filled(node, "a name")) return;
  const Result<std::vector<std::string>> expanded = expand_braces(node.text);
  if (!expanded) {
    mistake(node.place, "in the name " + quoted(node.text) + " " + expanded.errors().front().message);
    return;
  }
  for (const std::string& name : *expanded) {
    // One message for each string is enough: "::{a,b}" is one slip.
    if (!check_name(node, name, kind)) return;
    names.push_back({name, node.place});
  }
}

std::vector<PlacedName> Reader::strings(const JsonNode& node, std::string_view what, NameKind kind) {
  std::vector<PlacedName> found;
  if (node.kind == JsonKind::string) {
    add_names(node, kind, found);
  } else if (node.kind != JsonKind::array) {
    wrong_type(node, what, "a string or a list of strings");
  } else if (node.items.empty()) {
    mistake(node.place, std::string(what) + " is an empty list");
  } else {
    for (const JsonNode& item : node.items) add_names(item, kind, found);
  }
  return found;
}

std::vector<PlacedName> Reader::names(const JsonNode& object, std::string_view key, NameKind kind) {
  const JsonNode* node = object.find(key);
  if (!node) return {};
  if (node->kind != JsonKind::array) {
    wrong_type(*node, quoted(key), "a list of names");
    return {};
  }
  std::vector<PlacedName> all = strings(*node, quoted(key), kind);
  std::vector<PlacedName> unique;
  std::set<std::string_view> seen;
  for (const PlacedName& name : all) {
    if (seen.insert(name.name).second) {
      unique.push_back(name);
    } else {
      mistake(name.place, "the name " + quoted(name.name) + " is twice in one list");
    }
  }
  if (const auto role = role_of(key)) {
    for (const PlacedName& name : unique) {
      mentions_.push_back({0, name.place.line, name.place.column, *role, name.name});
    }
  }
  return unique;
}

std::vector<Mention> Reader::mentions(std::uint32_t pack) const {
  std::vector<Mention> all = mentions_;
  for (Mention& mention : all) mention.pack = pack;
  return all;
}

std::vector<std::pair<JsonKey, std::string>> Reader::texts(const JsonNode& object, std::string_view key) {
  std::vector<std::pair<JsonKey, std::string>> found;
  const JsonNode* node = object.find(key);
  if (!node) return found;
  if (node->kind != JsonKind::object) {
    wrong_type(*node, quoted(key), "an object of texts");
    return found;
  }
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    const JsonKey& name = node->keys[i];
    const auto same = [&](const auto& earlier) { return earlier.first.text == name.text; };
    if (name.text.empty()) {
      mistake(name.place, "a key of " + quoted(key) + " is empty");
    } else if (std::any_of(found.begin(), found.end(), same)) {
      mistake(name.place, "repeated key " + quoted(name.text));
    } else if (filled(node->items[i], quoted(name.text))) {
      found.emplace_back(name, node->items[i].text);
    }
  }
  return found;
}

std::uint32_t Reader::label(const PlacedName& name) {
  constexpr std::size_t most = 64;
  const auto known = std::find(labels_.begin(), labels_.end(), name.name);
  if (known != labels_.end()) return static_cast<std::uint32_t>(known - labels_.begin());
  if (labels_.size() == most) {
    mistake(name.place, "there are more than 64 labels of handles in all packs", "use one that exists");
    return 0;
  }
  labels_.push_back(name.name);
  return static_cast<std::uint32_t>(labels_.size() - 1);
}

std::vector<std::string> without_places(const std::vector<PlacedName>& names) {
  std::vector<std::string> plain;
  plain.reserve(names.size());
  for (const PlacedName& name : names) plain.push_back(name.name);
  return plain;
}

}  // namespace stallhound
