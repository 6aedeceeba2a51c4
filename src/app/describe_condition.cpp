// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <vector>

#include "app/rules_prose.h"

namespace stallhound {
namespace {

std::string subject_of(const Condition& condition) {
  switch (condition.subject) {
    case Subject::argument:
      return fmt::format("argument {}", condition.index);
    case Subject::parameter:
      return fmt::format("parameter {}", condition.index);
    case Subject::object:
      return "the object";
    case Subject::call:
      break;
  }
  return "the call";
}

// The numbers and texts of a test: `0 or "text"`. Texts are quoted where they are string constants.
std::string values_of(const Condition& condition, bool quote) {
  std::vector<std::string> values;
  for (const std::int64_t number : condition.numbers) values.push_back(std::to_string(number));
  for (const std::string& text : condition.strings) values.push_back(quote ? '"' + text + '"' : text);
  return fmt::format("{}", fmt::join(values, " or "));
}

std::string describe(const Condition& condition, bool holds);

std::string join_children(const Condition& condition, std::string_view word) {
  std::vector<std::string> parts;
  for (const Condition& child : condition.children) {
    const bool combined = (child.test == Test::all || child.test == Test::any) && child.children.size() > 1;
    const bool brackets = combined && condition.children.size() > 1;
    parts.push_back(fmt::format(fmt::runtime(brackets ? "({})" : "{}"), describe(child, true)));
  }
  return fmt::format("{}", fmt::join(parts, word));
}

// Says that a condition holds, or that it does not.
std::string describe(const Condition& condition, bool holds) {
  const std::string subject = subject_of(condition);
  const std::string_view is = holds ? "is" : "is not";
  // "contains" or "does not contain".
  const auto verb = [&](std::string_view does, std::string_view do_it) {
    return holds ? std::string(does) : fmt::format("does not {}", do_it);
  };
  switch (condition.test) {
    case Test::all:
    case Test::any: {
      const std::string text = join_children(condition, condition.test == Test::all ? " and " : " or ");
      return holds ? text : fmt::format("it is not so that {}", text);
    }
    case Test::negate:
      return condition.children.empty() ? std::string() : describe(condition.children[0], !holds);
    case Test::equals:
      return fmt::format("{} {} {}", subject, is, values_of(condition, true));
    case Test::is_zero:
      return fmt::format("{} {} zero", subject, is);
    case Test::is_null:
      return fmt::format("{} {} null", subject, is);
    case Test::has_flag:
      return fmt::format("{} {} all bits of {}", subject, verb("has", "have"), values_of(condition, false));
    case Test::less_than:
      return fmt::format("{} {} less than {}", subject, is, values_of(condition, false));
    case Test::greater_than:
      return fmt::format("{} {} greater than {}", subject, is, values_of(condition, false));
    case Test::contains:
      return fmt::format("{} {} {}", subject, verb("contains", "contain"), values_of(condition, true));
    case Test::starts_with:
      return fmt::format("{} {} with {}", subject, verb("starts", "start"), values_of(condition, true));
    case Test::type_is:
      return fmt::format("the type of {} {} {}", subject, is, values_of(condition, false));
    case Test::type_argument_is:
      return fmt::format("{} template argument of the type of {} is {}", holds ? "a" : "no", subject,
                         values_of(condition, false));
    case Test::is_callable:
      return fmt::format("{} {} callable", subject, is);
    case Test::present:
      return fmt::format("{} {} given", subject, is);
    case Test::is:  // Its numbers are bits, which mean nothing to people.
      return fmt::format("{} {} {}", subject, is, fmt::join(condition.strings, " or "));
    case Test::named:
      return fmt::format("{} {} the variable {}", subject, is, values_of(condition, false));
    case Test::awaited:
      return fmt::format("the call {} awaited", is);
    case Test::discarded:
      return fmt::format("the result {} discarded", is);
  }
  return {};
}

}  // namespace

std::string describe(const Condition& condition) { return describe(condition, true); }

}  // namespace stallhound
