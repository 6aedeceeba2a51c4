// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/conditions.h"

#include <array>

namespace stallhound {
namespace {

// What stands behind the name of a test.
enum class Operand : std::uint8_t { yes_or_no, integer, constants, texts, types, labels, condition, conditions };

// Subjects that a test can ask about, as a set.
constexpr unsigned argument = 1U << 0;
constexpr unsigned parameter = 1U << 1;
constexpr unsigned object = 1U << 2;
constexpr unsigned call = 1U << 3;

struct TestForm {
  std::string_view key;
  Test test;
  Operand operand;
  unsigned subjects;
};

constexpr TestForm test_forms[] = {
    {"all", Test::all, Operand::conditions, call},
    {"any", Test::any, Operand::conditions, call},
    {"not", Test::negate, Operand::condition, call},
    {"equals", Test::equals, Operand::constants, argument},
    {"is_zero", Test::is_zero, Operand::yes_or_no, argument},
    {"is_null", Test::is_null, Operand::yes_or_no, argument},
    {"has_flag", Test::has_flag, Operand::integer, argument},
    {"less_than", Test::less_than, Operand::integer, argument},
    {"greater_than", Test::greater_than, Operand::integer, argument},
    {"contains", Test::contains, Operand::texts, argument},
    {"starts_with", Test::starts_with, Operand::texts, argument},
    {"type_is", Test::type_is, Operand::types, argument | parameter | object},
    {"type_argument_is", Test::type_argument_is, Operand::types, argument | parameter | object},
    {"is_callable", Test::is_callable, Operand::yes_or_no, argument | parameter},
    {"present", Test::present, Operand::yes_or_no, argument},
    {"is", Test::is, Operand::labels, argument | object},
    {"named", Test::named, Operand::types, argument | object},
    {"awaited", Test::awaited, Operand::yes_or_no, call},
    {"discarded", Test::discarded, Operand::yes_or_no, call},
};
constexpr std::array<std::string_view, 3> subject_keys = {"arg", "param", "object"};

// Subjects first, then tests: the keys that a condition may have.
constexpr auto condition_keys = [] {
  std::array<std::string_view, subject_keys.size() + std::size(test_forms)> keys;
  std::size_t next = 0;
  for (const std::string_view key : subject_keys) keys[next++] = key;
  for (const TestForm& form : test_forms) keys[next++] = form.key;
  return keys;
}();

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

Condition read_object(Reader& reader, const JsonNode& node);

// Reads `arg`, `param` or `object`; returns it as a one-element set.
unsigned read_subject(Reader& reader, const JsonNode& node, Condition& condition) {
  unsigned found = call;
  bool several = false;
  for (const std::string_view key : subject_keys) {
    const JsonNode* value = node.find(key);
    if (!value) continue;
    several = several || found != call;
    if (key == "object") {
      condition.subject = Subject::object;
      found = object;
      if (!reader.flag(node, key, true)) reader.mistake(value->place, "`object` can only be true");
    } else {
      const bool is_argument = key == "arg";
      condition.subject = is_argument ? Subject::argument : Subject::parameter;
      condition.index = reader.index(node, key).value_or(0);
      found = is_argument ? argument : parameter;
    }
  }
  if (several) reader.mistake(node.place, "a condition has only one of `arg`, `param` and `object`");
  return found;
}

void read_integer(Reader& reader, const JsonNode& value, const TestForm& form, Condition& condition) {
  if (value.kind != JsonKind::integer) {
    reader.wrong_type(value, quoted(form.key), "an integer");
  } else if (form.test == Test::has_flag && value.integer == 0) {
    reader.mistake(value.place, "`has_flag` needs a bit: every number has all bits of 0");
  } else {
    condition.numbers.push_back(value.integer);
  }
}

void read_constant(Reader& reader, const JsonNode& value, Condition& condition) {
  switch (value.kind) {
    case JsonKind::integer:
      condition.numbers.push_back(value.integer);
      break;
    case JsonKind::boolean:
      condition.numbers.push_back(value.boolean ? 1 : 0);
      break;
    // An empty string is a constant like any other.
    case JsonKind::string:
      condition.strings.push_back(value.text);
      break;
    case JsonKind::null:
      reader.mistake(value.place, "`equals` cannot be null", "write `\"is_null\": true`");
      break;
    default:
      reader.wrong_type(value, "`equals`", "an integer, a string, true, false or a list of these");
  }
}

void read_operand(Reader& reader, const JsonNode& value, const TestForm& form, Condition& condition) {
  switch (form.operand) {
    case Operand::yes_or_no:
      break;  // See read_test.
    case Operand::integer:
      read_integer(reader, value, form, condition);
      break;
    case Operand::constants:
      if (value.kind != JsonKind::array) {
        read_constant(reader, value, condition);
      } else if (value.items.empty()) {
        reader.mistake(value.place, "`equals` is an empty list");
      } else {
        for (const JsonNode& item : value.items) read_constant(reader, item, condition);
      }
      break;
    case Operand::texts:
    case Operand::types: {
      const NameKind kind = form.operand == Operand::texts ? NameKind::texts : NameKind::types;
      condition.strings = without_places(reader.strings(value, quoted(form.key), kind));
      break;
    }
    case Operand::labels: {
      std::uint64_t bits = 0;
      const auto labels = reader.strings(value, quoted(form.key), NameKind::texts);
      for (const auto& label : labels) bits |= std::uint64_t{1} << reader.label(label);
      condition.numbers.push_back(static_cast<std::int64_t>(bits));
      condition.strings = without_places(labels);
      break;
    }
    case Operand::condition:
      condition.children.push_back(read_object(reader, value));
      break;
    case Operand::conditions:
      if (value.kind != JsonKind::array) {
        reader.wrong_type(value, quoted(form.key), "a list of conditions");
      } else if (value.items.empty()) {
        reader.mistake(value.place, quoted(form.key) + " is an empty list");
      }
      for (const JsonNode& item : value.items) condition.children.push_back(read_object(reader, item));
      break;
  }
}

void check_subject(Reader& reader, const JsonNode& node, const TestForm& form, unsigned subject) {
  if ((form.subjects & subject) != 0) return;
  if (subject == call) {
    const bool argument_only = form.subjects == argument;
    reader.mistake(node.place, "the test " + quoted(form.key) + " does not say what it is about",
                   argument_only ? "add `arg`" : "add `arg`, `param` or `object`");
  } else if (form.operand == Operand::conditions || form.operand == Operand::condition) {
    reader.mistake(node.place, quoted(form.key) + " combines conditions and takes no subject",
                   "write the subject into each of them");
  } else if (form.subjects == call) {
    reader.mistake(node.place, "the test " + quoted(form.key) + " is about the call and takes no subject");
  } else {
    reader.mistake(node.place, "the test " + quoted(form.key) + " can only be about an argument", "use `arg`");
  }
}

Condition read_object(Reader& reader, const JsonNode& node) {
  Condition condition;
  if (!reader.object(node, "a condition", condition_keys, {})) return condition;
  const unsigned subject = read_subject(reader, node, condition);

  const TestForm* chosen = nullptr;
  for (const TestForm& form : test_forms) {
    if (!node.find(form.key)) continue;
    if (chosen) {
      reader.mistake(node.place,
                     "a condition has only one test, not both " + quoted(chosen->key) + " and " + quoted(form.key),
                     "combine conditions with `all` or `any`");
      return condition;
    }
    chosen = &form;
  }
  if (!chosen) {
    if (!reader.has_unknown_key(node, condition_keys)) {
      reader.mistake(node.place, "a condition needs a test", "such as `is_zero` or `equals`");
    }
    return condition;
  }
  check_subject(reader, node, *chosen, subject);
  condition.test = chosen->test;
  read_operand(reader, *node.find(chosen->key), *chosen, condition);

  if (chosen->operand == Operand::yes_or_no && !reader.flag(node, chosen->key, true)) {
    Condition opposite;
    opposite.test = Test::negate;
    opposite.children.push_back(std::move(condition));
    return opposite;
  }
  return condition;
}

}  // namespace

std::optional<Condition> read_condition(Reader& reader, const JsonNode& entry, std::string_view key, Test list_means) {
  const JsonNode* node = entry.find(key);
  if (!node) return std::nullopt;
  if (node->kind != JsonKind::array) return read_object(reader, *node);
  if (node->items.empty()) reader.mistake(node->place, quoted(key) + " is an empty list");
  Condition condition;
  condition.test = list_means;
  for (const JsonNode& item : node->items) condition.children.push_back(read_object(reader, item));
  return condition;
}

}  // namespace stallhound
