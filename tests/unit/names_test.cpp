// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Spellings, globs, braces, suggestions, and look-up by name in a RuleSet.
#include <set>
#include <string>
#include <vector>

#include "catch.h"
#include "rules/braces.h"
#include "rules/suggest.h"
#include "stallhound/rules.h"

namespace stallhound {
namespace {

using Names = std::vector<std::string>;

TEST_CASE("enumerators are spelled as in reports and packs", "[names]") {
  CHECK(to_string(Category::sleep) == "sleep");
  CHECK(to_string(Category::file_io) == "file-io");
  CHECK(to_string(Category::nested_loop) == "nested-loop");
  CHECK(to_string(Category::system_info) == "system-info");
  CHECK(to_string(Category::lock_across_await) == "lock-across-await");
  CHECK(to_string(Category::long_await) == "long-await");
  CHECK(to_string(Cost::unbounded) == "unbounded");
  CHECK(to_string(Severity::warning) == "warning");
  CHECK(to_string(Confidence::probable) == "probable");
}

TEST_CASE("every enumerator survives printing and parsing", "[names]") {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < category_count; ++i) {
    const auto category = static_cast<Category>(i);
    seen.insert(to_string(category));
    CHECK(parse_category(to_string(category)) == category);
  }
  CHECK(seen.size() == category_count);
  for (const Cost cost : {Cost::microseconds, Cost::milliseconds, Cost::seconds, Cost::unbounded}) {
    CHECK(parse_cost(to_string(cost)) == cost);
  }
  for (const Severity severity : {Severity::note, Severity::warning, Severity::error}) {
    CHECK(parse_severity(to_string(severity)) == severity);
  }
  for (const Confidence confidence : {Confidence::possible, Confidence::probable, Confidence::definite}) {
    CHECK(parse_confidence(to_string(confidence)) == confidence);
  }
}

TEST_CASE("other words are no enumerators", "[names]") {
  CHECK_FALSE(parse_category("file_io"));
  CHECK_FALSE(parse_category("Sleep"));
  CHECK_FALSE(parse_category(""));
  CHECK_FALSE(parse_cost("minutes"));
  CHECK_FALSE(parse_severity("fatal"));
  CHECK_FALSE(parse_confidence("certain"));
}

TEST_CASE("policies that teams disagree on are off by default", "[names]") {
  std::set<std::string_view> off;
  for (std::size_t i = 0; i < category_count; ++i) {
    if (!on_by_default(static_cast<Category>(i))) off.insert(to_string(static_cast<Category>(i)));
  }
  CHECK(off == std::set<std::string_view>{"lock", "console", "cpu"});
}

TEST_CASE("cost decides severity", "[names]") {
  CHECK(severity_of(Cost::microseconds) == Severity::note);
  CHECK(severity_of(Cost::milliseconds) == Severity::warning);
  CHECK(severity_of(Cost::seconds) == Severity::error);
  CHECK(severity_of(Cost::unbounded) == Severity::error);
}

TEST_CASE("globs match whole texts", "[names]") {
  CHECK(glob_match("sqlite3_*", "sqlite3_step"));
  CHECK(glob_match("sqlite3_*", "sqlite3_"));
  CHECK(glob_match("*::lock", "std::mutex::lock"));
  CHECK(glob_match("a*b*c", "aXbbYc"));
  CHECK(glob_match("a?c", "abc"));
  CHECK(glob_match("*", ""));
  CHECK(glob_match("**", "x"));
  CHECK(glob_match("plain", "plain"));
  CHECK(glob_match("", ""));

  CHECK_FALSE(glob_match("sqlite3_*", "sqlite3"));
  CHECK_FALSE(glob_match("*::lock", "std::mutex::lock_shared"));
  CHECK_FALSE(glob_match("a?c", "ac"));
  CHECK_FALSE(glob_match("plain", "plain2"));
  CHECK_FALSE(glob_match("plain2", "plain"));
  CHECK_FALSE(glob_match("", "x"));
  CHECK_FALSE(glob_match("?", ""));
}

TEST_CASE("globs with many stars are not slow", "[names]") {
  // An algorithm that goes back to every star would not end.
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "a*";
  CHECK_FALSE(glob_match(pattern + "b", std::string(4000, 'a')));
  CHECK(glob_match(pattern + "b", std::string(4000, 'a') + 'b'));
}

TEST_CASE("the stars of operators are no globs", "[names]") {
  CHECK(is_glob("sqlite3_*"));
  CHECK(is_glob("std::vector::*"));
  CHECK(is_glob("a?"));
  CHECK(is_glob("*::operator*"));
  CHECK(is_glob("operators::*"));
  CHECK(is_glob("my_operator*"));

  CHECK_FALSE(is_glob("std::optional::operator*"));
  CHECK_FALSE(is_glob("operator*"));
  CHECK_FALSE(is_glob("Matrix::operator*="));
  CHECK_FALSE(is_glob("Pointer::operator->*"));
  CHECK_FALSE(is_glob("Text::operator const char *"));
  CHECK_FALSE(is_glob("std::mutex::lock"));
}

TEST_CASE("braces expand in order", "[names]") {
  CHECK(*expand_braces("usleep") == Names{"usleep"});
  CHECK(*expand_braces("std::{mutex,timed_mutex}::lock") == Names{"std::mutex::lock", "std::timed_mutex::lock"});
  CHECK(*expand_braces("boost::process::{,v1::}system") ==
        Names{"boost::process::system", "boost::process::v1::system"});
  CHECK(*expand_braces("{a,b}{1,2}") == Names{"a1", "a2", "b1", "b2"});
  CHECK(*expand_braces("x{a,b{1,2}c}y") == Names{"xay", "xb1cy", "xb2cy"});
  CHECK(*expand_braces("{,{a,b}}") == Names{"", "a", "b"});
  CHECK(*expand_braces("{a}") == Names{"a"});
}

TEST_CASE("braces that do not match are refused", "[names]") {
  for (const char* name : {"{a,b", "a,b}", "}a{", "{a,{b}", "a}"}) {
    INFO(name);
    CHECK_FALSE(expand_braces(name).ok());
  }
  CHECK(expand_braces("{a,b").errors().front().message == "a `{` has no `}`");
  CHECK(expand_braces("a}").errors().front().message == "a `}` has no `{`");
}

TEST_CASE("absurd braces are refused instead of expanded", "[names]") {
  std::string many;
  for (int i = 0; i < 60; ++i) many += "{a,b}";
  CHECK_FALSE(expand_braces(many).ok());
  CHECK_FALSE(expand_braces('{' + many + '}').ok());
  CHECK_FALSE(expand_braces(std::string(100000, '{') + std::string(100000, '}')).ok());
}

TEST_CASE("edit distance counts slips", "[names]") {
  CHECK(edit_distance("sleep", "sleep") == 0);
  CHECK(edit_distance("slep", "sleep") == 1);
  CHECK(edit_distance("slepe", "sleep") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("suggestions are near or not made", "[names]") {
  const std::vector<std::string_view> known = {"names", "category", "cost", "why", "fix"};
  CHECK(nearest_word("catgory", known) == "category");
  CHECK(nearest_word("name", known) == "names");
  CHECK(nearest_word("fxi", known) == "fix");
  CHECK(nearest_word("severity", known).empty());
  CHECK(nearest_word("z", known).empty());
  CHECK(suggest("catgory", known) == "did you mean `category`?");
  CHECK(suggest("zzz", {known.data(), 3}) == "known are `names`, `category` and `cost`");
}

RuleSet small_rules() {
  RuleSet rules;
  rules.add_function("read", {RuleKind::blocking, 0});
  rules.add_function("read", {RuleKind::trusted, 1});
  rules.add_glob({"re*", {RuleKind::blocking, 2}, {}});
  rules.add_glob({"r*d", {RuleKind::blocking, 0}, {}});
  for (const char* model : {"boost::asio", "uv_", "Q*"}) rules.add_model(model);
  Framework asio;
  asio.id = "asio";
  asio.fixes[Category::sleep] = "use a timer";
  asio.offload = "post it to a thread_pool";
  rules.frameworks.push_back(asio);
  return rules;
}

TEST_CASE("functions are found by name, then by glob, each meaning once", "[names]") {
  const RuleSet rules = small_rules();
  using Refs = std::vector<RuleRef>;
  CHECK(rules.find_function("read") == Refs{{RuleKind::blocking, 0}, {RuleKind::trusted, 1}, {RuleKind::blocking, 2}});
  CHECK(rules.find_function("recv") == Refs{{RuleKind::blocking, 2}});
  CHECK(rules.find_function("write").empty());
  CHECK(rules.find_function("").empty());
}

TEST_CASE("modelled names lie in a namespace, have a prefix or match a glob", "[names]") {
  const RuleSet rules = small_rules();
  CHECK(rules.is_modelled("boost::asio::io_context::run"));
  CHECK(rules.is_modelled("boost::asio"));
  CHECK(rules.is_modelled("uv_run"));
  CHECK(rules.is_modelled("QTimer::start"));
  CHECK_FALSE(rules.is_modelled("boost::asiofoo::run"));
  CHECK_FALSE(rules.is_modelled("boost::beast::read"));
  CHECK_FALSE(rules.is_modelled("my::boost::asio::run"));
  CHECK_FALSE(rules.is_modelled("uvw::run"));
  CHECK_FALSE(RuleSet().is_modelled("x"));
}

TEST_CASE("frameworks are found by id", "[names]") {
  const RuleSet rules = small_rules();
  REQUIRE(rules.find_framework("asio"));
  CHECK(rules.find_framework("asio")->id == "asio");
  CHECK_FALSE(rules.find_framework("libuv"));
  CHECK_FALSE(rules.find_framework(""));
}

TEST_CASE("a fix is the rule's own, the framework's, the offload, the default", "[names]") {
  const RuleSet rules = small_rules();
  BlockingRule rule;
  rule.category = Category::sleep;
  rule.fix = {{"default", "do not sleep"}, {"libuv", "use uv_timer_start"}};
  CHECK(rules.fix_for(rule, "libuv") == "use uv_timer_start");
  CHECK(rules.fix_for(rule, "asio") == "use a timer");
  CHECK(rules.fix_for(rule, "") == "do not sleep");
  CHECK(rules.fix_for(rule, "unheard-of") == "do not sleep");

  rule.category = Category::dns;
  CHECK(rules.fix_for(rule, "asio") == "post it to a thread_pool");
  // A worker does not mend these.
  rule.category = Category::nested_loop;
  CHECK(rules.fix_for(rule, "asio") == "do not sleep");
  rule.category = Category::missing_timeout;
  CHECK(rules.fix_for(rule, "asio") == "do not sleep");
}

TEST_CASE("a fix for any framework goes before the framework's words", "[names]") {
  const RuleSet rules = small_rules();
  BlockingRule rule;
  rule.category = Category::sleep;
  rule.fix = {{"any", "ask the broker later"}, {"libuv", "use uv_timer_start"}};
  CHECK(rules.fix_for(rule, "libuv") == "use uv_timer_start");
  CHECK(rules.fix_for(rule, "asio") == "ask the broker later");
  CHECK(rules.fix_for(rule, "") == "ask the broker later");
}

}  // namespace
}  // namespace stallhound
