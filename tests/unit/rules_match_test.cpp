// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conditions over one call: what is yes, what is no, and what the facts do not tell.
#include <string>
#include <vector>

#include "catch.h"
#include "rules/match.h"

namespace stallhound {
namespace {

// Types that the arguments below refer to.
enum : TypeIndex { t_none, t_int, t_timer, t_closure, t_pointer_to_function, t_functor, t_vector, t_map, t_partial };

std::vector<TypeFact> make_types() {
  std::vector<TypeFact> types(9);
  types[t_int].name = "int";
  types[t_timer] = {"boost::asio::basic_waitable_timer", "boost::asio::steady_timer", {}, {"app::Base"}, false, false};
  types[t_closure] = {"lambda", {}, {}, {}, false, true};
  types[t_pointer_to_function] = {"void (uv_fs_t *)", "uv_fs_cb", {}, {}, true, true};
  types[t_functor].name = "app::Functor";
  types[t_vector] = {"std::vector", {}, {t_timer}, {}, false, false};
  types[t_map] = {"std::map", {}, {t_int, t_vector}, {}, false, false};
  types[t_partial] = {"app::Template", {}, {t_none, t_int}, {}, false, false};
  return types;
}

Argument constant(ConstantKind kind, std::int64_t number, std::string text = {}) {
  Argument argument;
  argument.constant = kind;
  argument.number = number;
  argument.text = std::move(text);
  return argument;
}
Argument integer(std::int64_t number) { return constant(ConstantKind::integer, number); }
Argument text(std::string value) { return constant(ConstantKind::string, 0, std::move(value)); }
Argument enumerator(std::int64_t number, std::string name) {
  return constant(ConstantKind::enumerator, number, std::move(name));
}
Argument duration(std::int64_t nanoseconds) { return constant(ConstantKind::duration, nanoseconds); }
Argument real(std::string value) {
  return constant(ConstantKind::real, static_cast<std::int64_t>(std::stod(value)), value);
}
Argument null() { return constant(ConstantKind::null, 0); }
Argument unknown(TypeIndex type = t_none) {
  Argument argument;
  argument.type = type;
  return argument;
}
Argument callable(ValueKind kind) {
  Argument argument;
  argument.values.push_back({kind, 7});
  return argument;
}

Condition about_argument(Test test, std::uint32_t index = 0) {
  Condition condition;
  condition.test = test;
  condition.subject = Subject::argument;
  condition.index = index;
  return condition;
}
Condition with_numbers(Test test, std::vector<std::int64_t> numbers) {
  Condition condition = about_argument(test);
  condition.numbers = std::move(numbers);
  return condition;
}
Condition with_strings(Test test, std::vector<std::string> strings) {
  Condition condition = about_argument(test);
  condition.strings = std::move(strings);
  return condition;
}
Condition combined(Test test, std::vector<Condition> children) {
  Condition condition;
  condition.test = test;
  condition.children = std::move(children);
  return condition;
}

Answer ask(const Condition& condition, const std::vector<Argument>& arguments, std::uint32_t flags = 0) {
  static const std::vector<TypeFact> types = make_types();
  static const std::vector<TypeIndex> parameters = {t_timer, t_none};
  return evaluate(condition, {types, arguments, parameters, t_timer, flags});
}
Answer ask(const Condition& condition, const Argument& argument) { return ask(condition, std::vector{argument}); }

TEST_CASE("equals compares constants", "[match]") {
  const Condition numbers = with_numbers(Test::equals, {0, 5});
  CHECK(ask(numbers, integer(5)) == Answer::yes);
  CHECK(ask(numbers, integer(4)) == Answer::no);
  CHECK(ask(numbers, enumerator(5, "E::five")) == Answer::yes);
  CHECK(ask(numbers, constant(ConstantKind::boolean, 0)) == Answer::yes);
  CHECK(ask(numbers, text("5")) == Answer::no);
  CHECK(ask(numbers, null()) == Answer::no);
  CHECK(ask(numbers, real("5")) == Answer::yes);
  CHECK(ask(numbers, real("0.5")) == Answer::no);
  CHECK(ask(numbers, unknown()) == Answer::unknown);
}

TEST_CASE("equals compares texts and enumerators", "[match]") {
  const Condition strings = with_strings(Test::equals, {":memory:", "Qt::DirectConnection"});
  CHECK(ask(strings, text(":memory:")) == Answer::yes);
  CHECK(ask(strings, text("x:memory:")) == Answer::no);
  CHECK(ask(strings, enumerator(1, "Qt::DirectConnection")) == Answer::yes);
  CHECK(ask(strings, enumerator(2, "Qt::QueuedConnection")) == Answer::no);
  CHECK(ask(strings, integer(1)) == Answer::no);
  CHECK(ask(strings, unknown()) == Answer::unknown);
  // Cast to the enumeration: it is one of its enumerators, but which is not in the facts.
  CHECK(ask(strings, enumerator(1, "")) == Answer::unknown);

  const Condition last_part = with_strings(Test::equals, {"deferred"});
  CHECK(ask(last_part, enumerator(2, "std::launch::deferred")) == Answer::yes);
  CHECK(ask(last_part, enumerator(2, "deferred")) == Answer::yes);
  CHECK(ask(last_part, enumerator(2, "std::launch::not_deferred")) == Answer::no);
  CHECK(ask(with_strings(Test::equals, {"launch::deferred"}), enumerator(2, "std::launch::deferred")) == Answer::no);
}

TEST_CASE("zero is an integer, a duration or a real", "[match]") {
  const Condition zero = about_argument(Test::is_zero);
  CHECK(ask(zero, integer(0)) == Answer::yes);
  CHECK(ask(zero, duration(0)) == Answer::yes);
  CHECK(ask(zero, duration(-5)) == Answer::yes);
  CHECK(ask(zero, real("0")) == Answer::yes);
  CHECK(ask(zero, real("-0.5")) == Answer::yes);
  CHECK(ask(zero, integer(-1)) == Answer::no);
  CHECK(ask(zero, integer(1)) == Answer::no);
  CHECK(ask(zero, duration(1)) == Answer::no);
  CHECK(ask(zero, real("0.5")) == Answer::no);
  CHECK(ask(zero, text("")) == Answer::no);
  CHECK(ask(zero, null()) == Answer::no);
  CHECK(ask(zero, unknown()) == Answer::unknown);
}

TEST_CASE("flags must all be set", "[match]") {
  const Condition flags = with_numbers(Test::has_flag, {0x42});
  CHECK(ask(flags, integer(0x42)) == Answer::yes);
  CHECK(ask(flags, integer(0x4342)) == Answer::yes);
  CHECK(ask(flags, integer(0x40)) == Answer::no);
  CHECK(ask(flags, integer(0)) == Answer::no);
  CHECK(ask(flags, text("B")) == Answer::no);
  CHECK(ask(flags, unknown()) == Answer::unknown);
}

TEST_CASE("numbers compare with a bound", "[match]") {
  const Condition less = with_numbers(Test::less_than, {10});
  const Condition greater = with_numbers(Test::greater_than, {10});
  CHECK(ask(less, integer(9)) == Answer::yes);
  CHECK(ask(less, integer(10)) == Answer::no);
  CHECK(ask(less, real("9.5")) == Answer::yes);
  CHECK(ask(greater, integer(11)) == Answer::yes);
  CHECK(ask(greater, integer(10)) == Answer::no);
  CHECK(ask(greater, real("10.5")) == Answer::yes);
  CHECK(ask(greater, duration(11)) == Answer::yes);
  CHECK(ask(less, null()) == Answer::no);
  CHECK(ask(less, unknown()) == Answer::unknown);
  CHECK(ask(greater, unknown()) == Answer::unknown);
}

TEST_CASE("texts contain and start", "[match]") {
  const Condition contains = with_strings(Test::contains, {"mode=memory", "x"});
  const Condition starts = with_strings(Test::starts_with, {"/sys/"});
  CHECK(ask(contains, text("file:a?mode=memory")) == Answer::yes);
  CHECK(ask(contains, text("file:a")) == Answer::no);
  CHECK(ask(contains, integer(0)) == Answer::no);
  CHECK(ask(contains, unknown()) == Answer::unknown);
  CHECK(ask(starts, text("/sys/class")) == Answer::yes);
  CHECK(ask(starts, text("a/sys/")) == Answer::no);
  CHECK(ask(starts, unknown()) == Answer::unknown);
}

TEST_CASE("null is a null pointer, not a zero", "[match]") {
  const Condition is_null = about_argument(Test::is_null);
  CHECK(ask(is_null, null()) == Answer::yes);
  CHECK(ask(is_null, integer(0)) == Answer::no);
  CHECK(ask(is_null, text("")) == Answer::no);
  CHECK(ask(is_null, callable(ValueKind::function)) == Answer::no);
  CHECK(ask(is_null, callable(ValueKind::slot)) == Answer::no);
  CHECK(ask(is_null, callable(ValueKind::none)) == Answer::unknown);
  CHECK(ask(is_null, unknown(t_closure)) == Answer::no);
  CHECK(ask(is_null, unknown(t_pointer_to_function)) == Answer::unknown);
  CHECK(ask(is_null, unknown(t_int)) == Answer::unknown);
  CHECK(ask(is_null, unknown()) == Answer::unknown);
}

TEST_CASE("callables are recognised by value or type", "[match]") {
  const Condition is_callable = about_argument(Test::is_callable);
  CHECK(ask(is_callable, callable(ValueKind::function)) == Answer::yes);
  CHECK(ask(is_callable, unknown(t_closure)) == Answer::yes);
  CHECK(ask(is_callable, unknown(t_pointer_to_function)) == Answer::yes);
  CHECK(ask(is_callable, null()) == Answer::no);
  CHECK(ask(is_callable, integer(0)) == Answer::no);
  CHECK(ask(is_callable, text("f")) == Answer::no);
  CHECK(ask(is_callable, unknown(t_int)) == Answer::no);
  CHECK(ask(is_callable, unknown()) == Answer::unknown);

  Argument cast_null = null();
  cast_null.type = t_pointer_to_function;
  CHECK(ask(is_callable, cast_null) == Answer::no);

  Condition parameter = about_argument(Test::is_callable);
  parameter.subject = Subject::parameter;
  CHECK(ask(parameter, std::vector<Argument>{}) == Answer::no);
  parameter.index = 1;
  CHECK(ask(parameter, std::vector<Argument>{}) == Answer::unknown);
}

TEST_CASE("types match by name, typedef, base and glob", "[match]") {
  CHECK(ask(with_strings(Test::type_is, {"boost::asio::basic_waitable_timer"}), unknown(t_timer)) == Answer::yes);
  CHECK(ask(with_strings(Test::type_is, {"boost::asio::steady_timer"}), unknown(t_timer)) == Answer::yes);
  CHECK(ask(with_strings(Test::type_is, {"other", "app::Base"}), unknown(t_timer)) == Answer::yes);
  CHECK(ask(with_strings(Test::type_is, {"boost::asio::*"}), unknown(t_timer)) == Answer::yes);
  CHECK(ask(with_strings(Test::type_is, {"boost::asio"}), unknown(t_timer)) == Answer::no);
  CHECK(ask(with_strings(Test::type_is, {"int"}), unknown(t_timer)) == Answer::no);
  CHECK(ask(with_strings(Test::type_is, {"*"}), unknown()) == Answer::unknown);
  // An index out of range is no type either.
  CHECK(ask(with_strings(Test::type_is, {"*"}), unknown(999)) == Answer::unknown);
}

TEST_CASE("type_matches needs a known type", "[match]") {
  const std::vector<TypeFact> types = make_types();
  CHECK(type_matches(types, t_timer, {"app::Base"}));
  CHECK_FALSE(type_matches(types, t_timer, {"app::Bas"}));
  CHECK_FALSE(type_matches(types, t_timer, {}));
  // A type without a typedef does not match what an empty text matches.
  CHECK_FALSE(type_matches(types, t_int, {""}));
  CHECK_FALSE(type_matches(types, t_none, {"*"}));
  CHECK_FALSE(type_matches(types, 999, {"*"}));
}

TEST_CASE("template arguments match at any depth", "[match]") {
  const Condition timer = with_strings(Test::type_argument_is, {"boost::asio::steady_timer"});
  CHECK(ask(timer, unknown(t_vector)) == Answer::yes);
  CHECK(ask(timer, unknown(t_map)) == Answer::yes);
  CHECK(ask(timer, unknown(t_timer)) == Answer::no);
  CHECK(ask(timer, unknown(t_int)) == Answer::no);
  CHECK(ask(timer, unknown(t_partial)) == Answer::unknown);
  CHECK(ask(with_strings(Test::type_argument_is, {"int"}), unknown(t_partial)) == Answer::yes);
  CHECK(ask(timer, unknown()) == Answer::unknown);
}

TEST_CASE("template arguments that refer to each other end", "[match]") {
  std::vector<TypeFact> types(3);
  types[1] = {"A", {}, {2}, {}, false, false};
  types[2] = {"B", {}, {1}, {}, false, false};
  const std::vector<Argument> arguments = {unknown(1)};
  CHECK(evaluate(with_strings(Test::type_argument_is, {"C"}), {types, arguments, {}, 0, 0}) == Answer::no);
  CHECK(evaluate(with_strings(Test::type_argument_is, {"B"}), {types, arguments, {}, 0, 0}) == Answer::yes);
  // A type that occurs twice does not end the search.
  types.push_back({"D", {}, {0, 1, 1}, {}, false, false});
  types.push_back({"E", {}, {3, 2, 2}, {}, false, false});
  const std::vector<Argument> repeated = {unknown(4)};
  CHECK(evaluate(with_strings(Test::type_argument_is, {"D"}), {types, repeated, {}, 0, 0}) == Answer::yes);
}

TEST_CASE("parameters and objects are asked for their types", "[match]") {
  Condition parameter = with_strings(Test::type_is, {"app::Base"});
  parameter.subject = Subject::parameter;
  CHECK(ask(parameter, std::vector<Argument>{}) == Answer::yes);
  parameter.index = 1;
  CHECK(ask(parameter, std::vector<Argument>{}) == Answer::unknown);
  parameter.index = 2;
  CHECK(ask(parameter, std::vector<Argument>{}) == Answer::no);

  Condition object = with_strings(Test::type_is, {"boost::asio::steady_timer"});
  object.subject = Subject::object;
  CHECK(ask(object, std::vector<Argument>{}) == Answer::yes);
  object.strings = {"std::mutex"};
  CHECK(ask(object, std::vector<Argument>{}) == Answer::no);
}

TEST_CASE("a missing argument answers no, and is not present", "[match]") {
  const std::vector<Argument> one = {integer(0)};
  for (const Test test :
       {Test::equals, Test::is_zero, Test::is_null, Test::has_flag, Test::less_than, Test::greater_than, Test::contains,
        Test::starts_with, Test::type_is, Test::type_argument_is, Test::is_callable, Test::present}) {
    Condition condition = about_argument(test, 1);
    condition.numbers = {0};
    condition.strings = {"*"};
    INFO(static_cast<int>(test));
    CHECK(ask(condition, one) == Answer::no);
  }
  CHECK(ask(combined(Test::negate, {about_argument(Test::present, 1)}), one) == Answer::yes);
}

TEST_CASE("default arguments are not present, but have values", "[match]") {
  Argument written = integer(0);
  Argument defaulted = integer(0);
  defaulted.defaulted = true;
  CHECK(ask(about_argument(Test::present), written) == Answer::yes);
  CHECK(ask(about_argument(Test::present), defaulted) == Answer::no);
  CHECK(ask(about_argument(Test::is_zero), defaulted) == Answer::yes);
}

TEST_CASE("calls are awaited or discarded", "[match]") {
  Condition awaited;
  awaited.test = Test::awaited;
  Condition discarded;
  discarded.test = Test::discarded;
  CHECK(ask(awaited, {}, site_awaited) == Answer::yes);
  CHECK(ask(awaited, {}, site_discarded) == Answer::no);
  CHECK(ask(discarded, {}, site_discarded | site_virtual) == Answer::yes);
  CHECK(ask(discarded, {}, 0) == Answer::no);
}

TEST_CASE("combinations follow three-valued logic", "[match]") {
  const Condition yes = about_argument(Test::is_zero, 0);
  const Condition no = about_argument(Test::is_zero, 1);
  const Condition maybe = about_argument(Test::is_zero, 2);
  const std::vector<Argument> arguments = {integer(0), integer(1), unknown()};
  const auto all = [&](std::vector<Condition> children) { return ask(combined(Test::all, children), arguments); };
  const auto any = [&](std::vector<Condition> children) { return ask(combined(Test::any, children), arguments); };
  const auto negate = [&](Condition child) { return ask(combined(Test::negate, {child}), arguments); };

  CHECK(all({yes, yes}) == Answer::yes);
  CHECK(all({yes, maybe}) == Answer::unknown);
  CHECK(all({maybe, yes}) == Answer::unknown);
  CHECK(all({maybe, no}) == Answer::no);
  CHECK(all({no, maybe}) == Answer::no);
  CHECK(all({}) == Answer::yes);
  CHECK(any({no, no}) == Answer::no);
  CHECK(any({no, maybe}) == Answer::unknown);
  CHECK(any({maybe, yes}) == Answer::yes);
  CHECK(any({yes, maybe}) == Answer::yes);
  CHECK(any({}) == Answer::no);
  CHECK(negate(yes) == Answer::no);
  CHECK(negate(no) == Answer::yes);
  CHECK(negate(maybe) == Answer::unknown);
  CHECK(all({yes, combined(Test::any, {no, maybe})}) == Answer::unknown);
}

}  // namespace
}  // namespace stallhound
