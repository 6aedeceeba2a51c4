// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packs against declarations: each name that nothing declares is reported where it stands, with what may be meant.
#include <string>

#include "catch.h"
#include "pack_text.h"
#include "rules/against.h"

namespace stallhound {
namespace {

Declared library() {
  Declared declared;
  declared.names = {
      {"lib::open", declares_function},
      {"lib::Base::wait", declares_function | declares_virtual},
      {"lib::Base", declares_type},
      {"lib::Timer", declares_type},
      {"lib::Timer::Timer", declares_function},
      {"lib::Timer::arm", declares_function},
      {"lib::Timer::on_fire", declares_field},
      {"lib::read_cb", declares_type},
      {"lib::run", declares_variable},
      {"lib::mode", declares_enumerator},
      {"lib_close", declares_function},
      {"lib::Timer::operator()", declares_function},
  };
  declared.aliases = {{"lib::Clock", "lib::Timer"}, {"l", "lib"}, {"std::lib_close", "lib_close"}};
  declared.bases = {{"lib::Timer", {"lib::Base"}}};
  return declared;
}

Lines undeclared(const std::string& pack, const std::vector<AbsentName>& absent = {}) {
  const Result<RuleSet> rules = load_rules_from_text({{"p.json", pack}});
  if (!rules) return {"the pack has mistakes: " + to_string(rules.errors().front())};
  Lines lines;
  for (const Diagnostic& mistake : check_against(*rules, library(), absent)) lines.push_back(to_string(mistake));
  return lines;
}

std::string trusting(const std::string& names) { return pack_with("\"trusted\": [" + names + "]"); }

TEST_CASE("declared names are fine", "[against]") {
  CHECK(undeclared(trusting(R"("lib::open", "lib::{Base::wait,Timer::{Timer,arm,operator()}}", "lib_close")")).empty());
  // A callable object or a function-pointer variable is called like a function.
  CHECK(undeclared(trusting(R"("lib::run")")).empty());
  CHECK(undeclared(trusting(R"("lib::*", "lib_?lose")")).empty());
  CHECK(undeclared(pack_with(R"("contexts": [ { "types": ["lib::read_cb"] }, { "overrides": ["lib::Base::wait"] },
    { "fields": ["lib::Timer::on_fire", "lib::run"] }, { "functions": ["lib::open"] },
    { "parameters": ["lib::Timer"] }, { "annotations": ["whatever"] }, { "loop_around": ["lib::run"] } ],
    "coroutines": [ { "types": ["lib::Timer"], "kind": "loop" } ], "models": ["nothing"])"))
            .empty());
}

TEST_CASE("names that nothing declares are reported where they stand", "[against]") {
  CHECK(undeclared(pack_with("\"trusted\": [\"lib::open\",\n  \"other::{a,lib_close}\"]")) ==
        Lines{"p.json:4:3: no function or variable `other::a` is declared (nothing in `other` is declared at all)",
              "p.json:4:3: no function or variable `other::lib_close` is declared (did you mean `lib_close`?)"});
  CHECK(undeclared(trusting("\"other::*\"")) ==
        Lines{"p.json:3:13: no declared function or variable matches `other::*`"});
}

TEST_CASE("a name of the wrong kind says what it is", "[against]") {
  CHECK(undeclared(trusting("\"lib::Timer\"")) ==
        Lines{"p.json:3:13: no function or variable `lib::Timer` is declared (it is a type)"});
  CHECK(undeclared(pack_with(R"("contexts": [ { "overrides": ["lib::Timer::arm"] }, { "types": ["lib::mode"] },
    { "fields": ["lib::open"] }, { "functions": ["lib::run"] } ])")) ==
        Lines{"p.json:3:31: no virtual function `lib::Timer::arm` is declared (it is a function)",
              "p.json:3:65: no type `lib::mode` is declared (it is an enumerator)",
              "p.json:4:18: no field or variable `lib::open` is declared (it is a function)",
              "p.json:4:50: no function `lib::run` is declared (it is a variable)"});
}

TEST_CASE("hints lead to the declaring class and past aliases", "[against]") {
  const auto only = [](const std::string& name) {
    const Lines lines = undeclared(trusting('"' + name + '"'));
    REQUIRE(lines.size() == 1);
    return lines[0].substr(lines[0].find('('));
  };
  CHECK(only("lib::Timer::wait") == "(it is declared in a base class: `lib::Base::wait`)");
  CHECK(only("lib::Clock::arm") == "(`lib::Clock` only stands for another name: `lib::Timer::arm`)");
  CHECK(only("lib::Clock::Clock") == "(`lib::Clock` only stands for another name: `lib::Timer::Timer`)");
  CHECK(only("l::open") == "(`l` only stands for another name: `lib::open`)");
  CHECK(only("std::lib_close") == "(it only stands for `lib_close`)");
  CHECK(only("lib::Timer::armm") == "(did you mean `lib::Timer::arm`?)");
  CHECK(only("lib::Watch::arm") == "(did you mean `lib::Timer::arm`?)");
}

TEST_CASE("absent names excuse what is lacking, and nothing else", "[against]") {
  const std::string pack = trusting(R"("lib::open", "lib::close")");
  CHECK(undeclared(pack, {{"p.cpp", 3, "lib::close"}}).empty());
  CHECK(undeclared(pack, {{"p.cpp", 3, "lib::close"}, {"p.cpp", 4, "lib::open"}, {"p.cpp", 5, "lib::clos"}}) ==
        Lines{"p.cpp:4: `lib::open` is listed as absent, but it is declared (drop the line)",
              "p.cpp:5: `lib::clos` is listed as absent, but no pack mentions it (did you mean `lib::close`?)"});
}

}  // namespace
}  // namespace stallhound
