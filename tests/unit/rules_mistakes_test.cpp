// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packs with mistakes: each is reported, where it is, once, with a hint.
#include <string>

#include "catch.h"
#include "pack_text.h"
#include "rules/located_json.h"

namespace stallhound {
namespace {

TEST_CASE("syntax errors have a place", "[load]") {
  const Lines missing_comma = mistakes_in("{\n  \"schema\": 1\n  \"pack\": \"p\"\n}");
  REQUIRE(missing_comma.size() == 1);
  CHECK(missing_comma[0].starts_with("p.json:3:3: syntax error while parsing object"));

  const Lines trailing_comma = mistakes_in("{\n  \"trusted\": [\"a\",\n  ]\n}");
  REQUIRE(trailing_comma.size() == 1);
  CHECK(trailing_comma[0].starts_with("p.json:3:3: syntax error"));
  CHECK(trailing_comma[0].ends_with("(no comma may stand before a closing bracket)"));

  for (const char* text : {"", "  ", "{", "[1", "{} x", "\"a", "tru", "1e999", "\xff", "/* "}) {
    INFO(text);
    CHECK(mistakes_in(text).size() == 1);
  }
  CHECK(mistakes_in(std::string(1000000, '[')) == Lines{"p.json:1:65: values are nested too deeply"});
}

TEST_CASE("a pack is an object", "[load]") {
  CHECK(mistakes_in("[]") == Lines{"p.json:1:1: a pack must be an object, not a list"});
  CHECK(mistakes_in(" 12") == Lines{"p.json:1:2: a pack must be an object, not an integer"});
  CHECK(mistakes_in("\n null") == Lines{"p.json:2:2: a pack must be an object, not null"});
  CHECK(mistakes_in("{}") == Lines{"p.json:1:1: a pack needs the key `pack`",
                                   "p.json:1:1: a pack needs the key `schema`",
                                   "p.json:1:1: a pack needs the key `title`"});
}

TEST_CASE("places are those of keys and values", "[load]") {
  // Strings with escaped quotes, numbers before every kind of character, and comments must not shift places.
  CHECK(mistakes_in(
            pack_with(R"("about": "a \"q\" \\", /* " */ "trusted": [ 12,-3.5e2, "\\\"", true ], "models": "x")")) ==
        Lines{"p.json:3:45: a name must be a string, not an integer",
              "p.json:3:48: a name must be a string, not a number that is not an integer of 64 bits",
              "p.json:3:64: a name must be a string, not true or false",
              "p.json:3:82: `models` must be a list of names, not a string"});
}

TEST_CASE("the characters of a string have places, too", "[load]") {
  const std::string text = "{\n  \"a\": \"x\\\"y\\u00e9z\\n\" }";
  const Result<JsonNode> root = parse_located_json("p.json", text);
  REQUIRE(root.ok());
  const JsonNode& node = root->items.at(0);
  REQUIRE(node.text == "x\"y\u00e9z\n");
  std::vector<unsigned> columns;
  for (const TextPlace& place : places_in_string(text, node.place)) {
    CHECK(place.line == 2);
    columns.push_back(place.column);
  }
  // x, \", y, the two bytes of \u00e9, z, \n, and the closing quote.
  CHECK(columns == std::vector<unsigned>{9, 10, 12, 13, 13, 19, 20, 22});
}

TEST_CASE("the place of a string is its first quote", "[load]") {
  CHECK(mistakes_in(pack_with(R"("trusted": [ "::a\"b", "::c\\\\" ])")) ==
        Lines{"p.json:3:14: the name `::a\"b` begins with `::` (write `a\"b`)",
              "p.json:3:24: the name `::c\\\\` begins with `::` (write `c\\\\`)"});
}

TEST_CASE("unknown keys come with a suggestion", "[load]") {
  CHECK(mistakes_in(pack_with("  \"blokcing\": []")) ==
        Lines{"p.json:3:3: unknown key `blokcing` in a pack (did you mean `blocking`?)"});
  const Lines far = mistakes_in(pack_with("\"zzzzzz\": []"));
  REQUIRE(far.size() == 1);
  CHECK(far[0].find("unknown key `zzzzzz` in a pack (known are `schema`, `pack`") != std::string::npos);
  // The misspelt key is the missing one: one mistake, not two.
  CHECK(mistakes_in(pack_with(R"("hops": [ { "cals": ["f"], "to": "loop" } ])")) ==
        Lines{"p.json:3:13: unknown key `cals` in a hop (did you mean `calls`?)"});
  CHECK(mistakes_in(pack_with(R"("contexts": [ { "functoins": ["f"] } ])")) ==
        Lines{"p.json:3:17: unknown key `functoins` in an entry of `contexts` (did you mean `functions`?)"});
}

TEST_CASE("keys are not repeated", "[load]") {
  CHECK(mistakes_in(pack_with("\"trusted\": [\"a\"],\n\"trusted\": [\"b\"]")) ==
        Lines{"p.json:4:1: repeated key `trusted` (first in line 3)"});
}

TEST_CASE("unknown words come with a suggestion", "[load]") {
  CHECK(mistakes_in(pack_with(R"("blocking": [
  { "names": ["f"], "category": "file_io", "cost": "second", "confidence": "definit", "why": "W.",
    "unless": { "arg": 0, "is_zero": true }, "if_unknown": "possibly", "fix": { "default": "f" } } ],
"coroutines": [ { "types": ["t"], "kind": "calller" } ], "hops": [ { "calls": ["f"], "to": "thred" } ])")) ==
        Lines{"p.json:4:33: unknown category `file_io` (did you mean `file-io`?)",
              "p.json:4:52: unknown cost `second` (did you mean `seconds`?)",
              "p.json:4:76: unknown confidence `definit` (did you mean `definite`?)",
              "p.json:5:60: unknown if_unknown `possibly` (did you mean `possible`?)",
              "p.json:6:43: unknown kind `calller` (did you mean `caller`?)",
              "p.json:6:92: unknown to `thred` (did you mean `thread`?)"});
  CHECK(mistakes_in(pack_with(R"("framework": { "id": "x", "name": "X", "fixes": { "slep": "y" } })")) ==
        Lines{"p.json:3:51: unknown category `slep` (did you mean `sleep`?)"});
}

TEST_CASE("all mistakes of all packs are reported at once", "[load]") {
  const Lines found =
      mistakes_in({{"a.json", "{"},
                   {"b.json", "{ \"schema\": 2, \"pack\": \"B\", \"title\": \"\",\n\"trusted\": [\"::f\"] }"},
                   {"c.json", pack_with("\"hops\": 1")}});
  REQUIRE(found.size() == 6);
  CHECK(found[0].starts_with("a.json:1:1: syntax error"));
  CHECK(found[1] == "b.json:1:13: unknown schema version 2 (this program knows version 1)");
  CHECK(found[2].starts_with("b.json:1:24: `pack` is part of rule ids"));
  CHECK(found[3] == "b.json:1:38: `title` is empty");
  CHECK(found[4] == "b.json:2:13: the name `::f` begins with `::` (write `f`)");
  CHECK(found[5] == "c.json:3:9: `hops` must be a list of entries, not an integer");
}

TEST_CASE("names are checked", "[load]") {
  const auto trusted = [](const std::string& names) { return mistakes_in(pack_with("\"trusted\": [" + names + "]")); };
  CHECK(trusted(R"x("f", "std::{a,b}::operator<<", "operator()", "T::operator const char *", "a*")x").empty());
  CHECK(trusted("").empty());
  CHECK(trusted("\"\"") == Lines{"p.json:3:13: a name is empty"});
  CHECK(trusted("\"{,a}\"") == Lines{"p.json:3:13: the name is empty"});
  CHECK(trusted("\"::{a,b}\"") == Lines{"p.json:3:13: the name `::a` begins with `::` (write `a`)"});
  CHECK(trusted("\"a::\"") == Lines{"p.json:3:13: the name `a::` ends with `::`"});
  CHECK(trusted("\"{a,b\"") == Lines{"p.json:3:13: in the name `{a,b` a `{` has no `}`"});
  CHECK(trusted("\"std::vector<int>::at\"").size() == 1);
  CHECK(trusted("\"close()\"").size() == 1);
  CHECK(trusted("\"a b\"").size() == 1);
  CHECK(trusted("\"a\", \"{b,a}\"") == Lines{"p.json:3:18: the name `a` is twice in one list"});
  CHECK(mistakes_in(blocking("\"names\": []")) == Lines{"p.json:3:26: `names` is an empty list"});
}

TEST_CASE("globs are for functions only", "[load]") {
  CHECK(mistakes_in(pack_with(R"("contexts": [ { "types": ["uv_*_cb"] } ])")) ==
        Lines{"p.json:3:27: the name `uv_*_cb` is a glob (only names of functions may have `*` and `?`)"});
  CHECK(
      mistakes_in(pack_with(R"("contexts": [ { "overrides": ["A::operator*"] }, { "functions": ["f_*"] } ])")).empty());
}

TEST_CASE("blocking entries say why and what to do instead", "[load]") {
  CHECK(
      mistakes_in(pack_with(R"("blocking": [ { "names": ["f"], "category": "sleep", "cost": "seconds" } ])")) ==
      Lines{"p.json:3:15: a blocking entry needs the key `fix`", "p.json:3:15: a blocking entry needs the key `why`"});
  CHECK(mistakes_in(pack_with(R"("blocking": [ { "names": ["f"], "category": "sleep", "cost": "seconds",
    "why": " ", "fix": { "asio": "x", "libuv": 3 } } ])")) ==
        Lines{"p.json:4:12: `why` is empty",
              "p.json:4:24: `fix` needs the key `default` (it is the advice where no framework is known)",
              "p.json:4:48: `libuv` must be a string, not an integer"});
  CHECK(mistakes_in(blocking("\"names\": [\"f\"], \"if_unknown\": \"silent\"")) ==
        Lines{"p.json:3:47: `if_unknown` needs `when` or `unless`"});
  CHECK(mistakes_in(blocking("\"names\": [\"f\"], \"opt_in\": 1")) ==
        Lines{"p.json:3:43: `opt_in` must be true or false, not an integer"});
}

TEST_CASE("registrations have exactly one form", "[load]") {
  const auto context = [](const std::string& keys) {
    return mistakes_in(pack_with("\"contexts\": [ { " + keys + " } ]"));
  };
  CHECK(context(R"("calls": ["f"], "arg": 0)").empty());
  CHECK(context(R"("calls": ["f"], "arg": 0, "fields": ["g"])") ==
        Lines{"p.json:3:15: an entry of `contexts` has both `calls` and `fields` (make it two entries)"});
  CHECK(context(R"("what": "x")").size() == 1);
  CHECK(context(R"("calls": ["f"])") == Lines{"p.json:3:15: an entry of `contexts` with `calls` needs the key `arg` "
                                              "(an index, a list of them, \"all\" or \"template\")"});
  CHECK(context(R"("functions": ["f"], "arg": 0)") == Lines{"p.json:3:44: `arg` goes with `calls` only"});
  CHECK(context(R"("functions": ["f"], "when": {"awaited": true})") ==
        Lines{"p.json:3:45: `when` goes with `calls` and `parameters` only"});
  CHECK(context(R"("calls": ["f"], "arg": 0, "unless": {"awaited": true})").empty());
  CHECK(context(R"("functions": ["f"], "unless": {"awaited": true})") ==
        Lines{"p.json:3:47: `unless` goes with `calls` only"});
  CHECK(context(R"("calls": ["f"], "arg": -1)") == Lines{"p.json:3:40: `arg` must be an index from 0 to 255"});
  CHECK(context(R"("calls": ["f"], "arg": "last")").size() == 1);
  CHECK(context(R"("calls": ["f"], "arg": [])") == Lines{"p.json:3:40: `arg` is an empty list"});
  CHECK(context(R"("calls": ["f"], "arg": 0, "runs": "here")").size() == 1);
  CHECK(mistakes_in(pack_with(R"("barriers": [ { "loop_around": ["f"] } ])")).size() == 1);
}

TEST_CASE("conditions have a subject and one test", "[load]") {
  CHECK(mistakes_in(condition(R"({ "arg": 0 })")) ==
        Lines{"p.json:4:9: a condition needs a test (such as `is_zero` or `equals`)"});
  CHECK(mistakes_in(condition(R"({ "arg": 0, "is_zero": true, "is_null": true })")) ==
        Lines{"p.json:4:9: a condition has only one test, not both `is_zero` and `is_null` (combine conditions with "
              "`all` or `any`)"});
  CHECK(mistakes_in(condition(R"({ "arg": 0, "is_zro": true })")) ==
        Lines{"p.json:4:21: unknown key `is_zro` in a condition (did you mean `is_zero`?)"});
  CHECK(mistakes_in(condition(R"({ "is_zero": true })")) ==
        Lines{"p.json:4:9: the test `is_zero` does not say what it is about (add `arg`)"});
  CHECK(mistakes_in(condition(R"({ "param": 0, "is_zero": true })")) ==
        Lines{"p.json:4:9: the test `is_zero` can only be about an argument (use `arg`)"});
  CHECK(mistakes_in(condition(R"({ "arg": 0, "awaited": true })")) ==
        Lines{"p.json:4:9: the test `awaited` is about the call and takes no subject"});
  CHECK(mistakes_in(condition(R"({ "arg": 0, "any": [{ "awaited": true }] })")).size() == 1);
  CHECK(mistakes_in(condition(R"({ "arg": 0, "param": 1, "type_is": "x" })")) ==
        Lines{"p.json:4:9: a condition has only one of `arg`, `param` and `object`"});
  CHECK(mistakes_in(condition(R"({ "object": false, "type_is": "x" })")) ==
        Lines{"p.json:4:21: `object` can only be true"});
}

TEST_CASE("tests have values of the right type", "[load]") {
  for (const char* value :
       {R"("is_zero": 0)", R"("has_flag": "64")", R"("has_flag": 0)", R"("less_than": 1.5)", R"("equals": null)",
        R"("equals": [])", R"("equals": 2.5)", R"("equals": [[1]])", R"("contains": [])", R"("contains": "")",
        R"("starts_with": 1)", R"("type_is": "::x")", R"("type_is": "{x")", R"("less_than": 99999999999999999999)"}) {
    INFO(value);
    CHECK(mistakes_in(condition(std::string("{ \"arg\": 0, ") + value + " }")).size() == 1);
  }
  CHECK(mistakes_in(condition("[]")) == Lines{"p.json:4:9: `when` is an empty list"});
  CHECK(mistakes_in(condition("7")) == Lines{"p.json:4:9: a condition must be an object, not an integer"});
  CHECK(mistakes_in(condition(R"({ "all": [] })")) == Lines{"p.json:4:18: `all` is an empty list"});
  CHECK(mistakes_in(condition(R"({ "not": [ { "awaited": true } ] })")).size() == 1);
}

TEST_CASE("a section names a function once, unless there are conditions", "[load]") {
  const auto entry = [](const std::string& when) {
    return "{ \"names\": [\"f\"], \"category\": \"sleep\", \"cost\": \"seconds\", \"why\": \"W.\", \"fix\": { "
           "\"default\": \"f\" }" +
           when + " }";
  };
  const std::string conditional = entry(", \"when\": { \"awaited\": true }");
  const auto section = [](const std::string& a, const std::string& b) {
    return mistakes_in(pack_with("\"blocking\": [\n" + a + ",\n" + b + "]"));
  };
  CHECK(section(entry(""), entry("")) ==
        Lines{"p.json:5:13: the name `f` is already in this section, without a condition (first in line 4)"});
  CHECK(section(entry(""), conditional).empty());
  CHECK(section(conditional, conditional).empty());

  const auto contexts = [](const std::string& a, const std::string& b) {
    return mistakes_in(pack_with("\"contexts\": [ { \"calls\": [\"f\"], " + a + " }, { " + b + " } ]"));
  };
  CHECK(contexts("\"arg\": 1", "\"calls\": [\"f\"], \"arg\": 1").size() == 1);
  CHECK(contexts("\"arg\": 1", "\"calls\": [\"f\"], \"arg\": 2").empty());
  CHECK(contexts("\"arg\": [1, 2]", "\"calls\": [\"f\"], \"arg\": [0, 1, 2]").size() == 1);
  CHECK(contexts("\"arg\": 1", "\"functions\": [\"f\"]").empty());
}

TEST_CASE("pack and framework ids are unique", "[load]") {
  const std::string pack = R"({"schema": 1, "pack": "a", "title": "A", "framework": {"id": "x", "name": "X"}})";
  CHECK(mistakes_in({{"one.json", pack}, {"two.json", pack}}) ==
        Lines{"two.json:1:23: there are two packs named `a` (the other is in one.json:1; \"replace\": true takes its "
              "place)",
              "two.json:1:55: the framework `x` is described by two packs (entries of other packs may say "
              "\"framework\": \"x\")"});
}

}  // namespace
}  // namespace stallhound
