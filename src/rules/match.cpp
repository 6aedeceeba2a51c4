// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conditions in three-valued logic. "Unknown" means that the facts do not tell: an argument that is not a constant, a
// type that was not recorded. It is never a guess; what to make of it is the entry's choice (IfUnknown).
#include "rules/match.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace stallhound {
namespace {

Answer to_answer(bool yes) { return yes ? Answer::yes : Answer::no; }

Answer opposite(Answer answer) {
  if (answer == Answer::unknown) return answer;
  return answer == Answer::yes ? Answer::no : Answer::yes;
}

// Answers are ordered no < unknown < yes: "all" is the least of them, "any" the greatest.
Answer combine(const Condition& condition, const CallView& call) {
  const bool all = condition.test == Test::all;
  Answer answer = all ? Answer::yes : Answer::no;
  for (const Condition& child : condition.children) {
    const Answer next = evaluate(child, call);
    answer = all ? std::min(answer, next) : std::max(answer, next);
  }
  return answer;
}

// ---- constants -------------------------------------------------------------------------------------------------

bool is_whole_number(const Argument& argument) {
  return argument.constant == ConstantKind::integer || argument.constant == ConstantKind::enumerator ||
         argument.constant == ConstantKind::boolean;
}

bool is_known(const Argument& argument) {
  return argument.constant != ConstantKind::unknown && argument.constant != ConstantKind::parameter;
}

// The value of a numeric constant. Reals are compared as reals: 0.5 is not 0.
std::optional<double> real_value(const Argument& argument) {
  double value = 0;
  const char* end = argument.text.data() + argument.text.size();
  const auto parsed = std::from_chars(argument.text.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

// Applies a comparison to a number; anything that is not a number is no number that compares.
template <class Compare>
Answer compare_number(const Argument& argument, Compare compare) {
  if (!is_known(argument) || argument.constant == ConstantKind::bits) return Answer::unknown;
  if (argument.constant == ConstantKind::real) {
    const std::optional<double> value = real_value(argument);
    return value ? to_answer(compare(*value)) : Answer::unknown;
  }
  if (is_whole_number(argument) || argument.constant == ConstantKind::duration) {
    return to_answer(compare(argument.number));
  }
  return Answer::no;
}

bool names_enumerator(std::string_view qualified, std::string_view name) {
  if (qualified == name) return true;
  const std::size_t last = qualified.rfind("::");
  return last != std::string_view::npos && qualified.substr(last + 2) == name;
}

Answer equals(const Condition& condition, const Argument& argument) {
  const auto one_of_numbers = [&](auto value) {
    return std::any_of(condition.numbers.begin(), condition.numbers.end(),
                       [&](std::int64_t number) { return value == static_cast<decltype(value)>(number); });
  };
  const auto one_of_strings = [&](auto matches) {
    return std::any_of(condition.strings.begin(), condition.strings.end(), matches);
  };
  if (argument.constant == ConstantKind::string) {
    return to_answer(one_of_strings([&](const std::string& text) { return text == argument.text; }));
  }
  const Answer by_number = compare_number(argument, one_of_numbers);
  if (by_number != Answer::no || argument.constant != ConstantKind::enumerator) return by_number;
  if (condition.strings.empty()) return Answer::no;
  // The value of an enumeration type that was not written as an enumerator may be any of them.
  if (argument.text.empty()) return Answer::unknown;
  return to_answer(one_of_strings([&](const std::string& text) { return names_enumerator(argument.text, text); }));
}

Answer is_zero(const Argument& argument) {
  if (is_whole_number(argument)) return to_answer(argument.number == 0);
  return compare_number(argument, [](auto value) { return value <= 0; });
}

Answer has_flag(const Condition& condition, const Argument& argument) {
  if (!is_known(argument)) return Answer::unknown;
  // Of `flags | O_NONBLOCK` only some bits are known, and only to be set.
  if (argument.constant == ConstantKind::bits) {
    const bool known =
        !condition.numbers.empty() && (argument.number & condition.numbers.front()) == condition.numbers.front();
    return known ? Answer::yes : Answer::unknown;
  }
  if (!is_whole_number(argument) || condition.numbers.empty()) return Answer::no;
  const std::int64_t flag = condition.numbers.front();
  return to_answer((argument.number & flag) == flag);
}

template <class Matches>
Answer string_test(const Condition& condition, const Argument& argument, Matches matches) {
  if (!is_known(argument)) return Answer::unknown;
  if (argument.constant != ConstantKind::string) return Answer::no;
  return to_answer(std::any_of(condition.strings.begin(), condition.strings.end(), matches));
}

// ---- callables -------------------------------------------------------------------------------------------------

bool has_value(const Argument& argument) {
  return std::any_of(argument.values.begin(), argument.values.end(),
                     [](const Value& value) { return value.kind != ValueKind::none; });
}

const TypeFact* find_type(const CallView& call, TypeIndex type) {
  return type != 0 && type < call.types.size() ? &call.types[type] : nullptr;
}

Answer is_null(const Argument& argument, const CallView& call) {
  if (argument.constant == ConstantKind::null) return Answer::yes;
  if (is_known(argument)) return Answer::no;
  // Where a callable comes from was found, so one is passed; a closure is an object and never null.
  if (has_value(argument)) return Answer::no;
  const TypeFact* type = find_type(call, argument.type);
  return type && type->is_callable && !type->is_pointer ? Answer::no : Answer::unknown;
}

Answer is_callable(const Argument& argument, const CallView& call) {
  // A null pointer keeps its type when it is cast: `(uv_fs_cb)NULL` is not a callable.
  if (argument.constant == ConstantKind::null) return Answer::no;
  if (has_value(argument)) return Answer::yes;
  const TypeFact* type = find_type(call, argument.type);
  if (type && type->is_callable) return Answer::yes;
  if (is_known(argument) || type) return Answer::no;
  return Answer::unknown;
}

// ---- places ----------------------------------------------------------------------------------------------------

Answer has_label(const Condition& condition, const CallView& call, const Value& place) {
  if (call.labels == nullptr || condition.numbers.empty() || place.kind != ValueKind::slot) return Answer::unknown;
  const std::uint64_t labels = place.id < call.labels->size() ? (*call.labels)[place.id] : 0;
  if (labels == 0) return Answer::unknown;
  return to_answer((labels & static_cast<std::uint64_t>(condition.numbers.front())) != 0);
}

Answer is_named(const Condition& condition, const CallView& call, const Value& place) {
  if (call.slots == nullptr) return Answer::unknown;
  if (place.kind != ValueKind::slot || place.id >= call.slots->size()) return Answer::no;
  const SlotFact& slot = (*call.slots)[place.id];
  return to_answer(slot.kind == SlotKind::global && std::any_of(condition.strings.begin(), condition.strings.end(),
                                                                [&](const auto& name) { return name == slot.name; }));
}

// ---- types -----------------------------------------------------------------------------------------------------

bool matches_any(const std::vector<std::string>& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return glob_match(pattern, name); });
}

Answer type_is(const Condition& condition, const CallView& call, TypeIndex type) {
  if (!find_type(call, type)) return Answer::unknown;
  return to_answer(type_matches(call.types, type, condition.strings));
}

Answer type_argument_is(const Condition& condition, const CallView& call, TypeIndex type) {
  const TypeFact* outer = find_type(call, type);
  if (!outer) return Answer::unknown;
  bool all_known = true;
  std::set<TypeIndex> seen;
  std::vector<TypeIndex> open = outer->arguments;
  while (!open.empty()) {
    const TypeIndex next = open.back();
    open.pop_back();
    const TypeFact* argument = find_type(call, next);
    if (!argument) {
      all_known = false;
      continue;
    }
    if (!seen.insert(next).second) continue;
    if (type_matches(call.types, next, condition.strings)) return Answer::yes;
    open.insert(open.end(), argument->arguments.begin(), argument->arguments.end());
  }
  return all_known ? Answer::no : Answer::unknown;
}

Answer test_type(const Condition& condition, const CallView& call, TypeIndex type) {
  switch (condition.test) {
    case Test::type_is:
      return type_is(condition, call, type);
    case Test::type_argument_is:
      return type_argument_is(condition, call, type);
    case Test::is_callable: {
      const TypeFact* known = find_type(call, type);
      return known ? to_answer(known->is_callable) : Answer::unknown;
    }
    default:
      return Answer::no;  // Loading refuses tests of a value for anything but an argument.
  }
}

Answer test_argument(const Condition& condition, const CallView& call, const Argument& argument) {
  switch (condition.test) {
    case Test::equals:
      return equals(condition, argument);
    case Test::is_zero:
      return is_zero(argument);
    case Test::is_null:
      return is_null(argument, call);
    case Test::has_flag:
      return has_flag(condition, argument);
    case Test::less_than:
    case Test::greater_than: {
      if (condition.numbers.empty()) return Answer::no;
      const bool less = condition.test == Test::less_than;
      return compare_number(argument, [&](auto value) {
        const auto bound = static_cast<decltype(value)>(condition.numbers.front());
        return less ? value < bound : value > bound;
      });
    }
    case Test::contains:
      return string_test(condition, argument,
                         [&](const std::string& part) { return argument.text.find(part) != std::string::npos; });
    case Test::starts_with:
      return string_test(condition, argument,
                         [&](const std::string& start) { return argument.text.starts_with(start); });
    case Test::is_callable:
      return is_callable(argument, call);
    case Test::present:
      return to_answer(!argument.defaulted);
    case Test::is:
      return has_label(condition, call, argument.place);
    case Test::named:
      return is_named(condition, call, argument.place);
    default:
      return test_type(condition, call, argument.type);
  }
}

}  // namespace

Answer evaluate(const Condition& condition, const CallView& call) {
  switch (condition.test) {
    case Test::all:
    case Test::any:
      return combine(condition, call);
    case Test::negate:
      return condition.children.empty() ? Answer::no : opposite(evaluate(condition.children[0], call));
    case Test::awaited:
      return to_answer((call.site_flags & site_awaited) != 0);
    case Test::discarded:
      return to_answer((call.site_flags & site_discarded) != 0);
    default:
      break;
  }
  switch (condition.subject) {
    case Subject::argument:
      if (condition.index >= call.arguments.size()) return Answer::no;
      return test_argument(condition, call, call.arguments[condition.index]);
    case Subject::parameter:
      if (condition.index >= call.parameters.size()) return Answer::no;
      return test_type(condition, call, call.parameters[condition.index]);
    case Subject::object:
      if (condition.test == Test::is) return has_label(condition, call, call.object);
      if (condition.test == Test::named) return is_named(condition, call, call.object);
      return test_type(condition, call, call.object_type);
    case Subject::call:
      break;
  }
  return Answer::no;
}

bool type_matches(const std::vector<TypeFact>& types, TypeIndex type, const std::vector<std::string>& names) {
  if (type == 0 || type >= types.size()) return false;
  const TypeFact& fact = types[type];
  if (matches_any(names, fact.name) || (!fact.alias.empty() && matches_any(names, fact.alias))) return true;
  return std::any_of(fact.bases.begin(), fact.bases.end(),
                     [&](const std::string& base) { return matches_any(names, base); });
}

}  // namespace stallhound
