// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Packs about packs: what later ones switch off or replace is gone, and nothing is overridden by accident.
#include <string>

#include "catch.h"
#include "pack_text.h"

namespace stallhound {
namespace {

const std::string library = R"({ "schema": 1, "pack": "lib", "title": "Library",
"blocking": [
  { "names": ["lib::{open,close}", "lib_sleep"], "category": "sleep", "cost": "seconds", "why": "W.", "fix": { "default": "f" } },
  { "names": ["lib::read"], "source": "disk", "category": "file-io", "cost": "seconds", "why": "W.", "fix": { "default": "f" } },
  { "names": ["lib_raw_*"], "category": "network", "cost": "seconds", "why": "W.", "fix": { "default": "f" } } ],
"contexts": [ { "calls": ["lib::on_timer", "lib::on_read"], "arg": 1 }, { "types": ["lib::callback"] } ],
"hops": [ { "calls": ["lib::away"], "to": "thread" } ],
"trusted": ["lib::{log,trace}"]
})";

std::string pack(const std::string& id, const std::string& rest) {
  return R"({ "schema": 1, "pack": ")" + id + R"(", "title": "T",)" + '\n' + rest + '}';
}

std::string entry(const std::string& keys) {
  return "\"blocking\": [ {" + keys + R"(, "cost": "seconds", "why": "W.", "fix": { "default": "f" } } ])";
}

Result<RuleSet> with(const std::string& later) {
  return load_rules_from_text({{"lib.json", library}, {"own.json", later}});
}

Lines blocking_names(const Result<RuleSet>& rules) {
  if (!rules) return {to_string(rules.errors().front())};
  Lines names;
  for (const BlockingRule& rule : rules->blocking) {
    for (const std::string& name : rule.names) names.push_back(rule.id + ':' + name);
  }
  return names;
}

TEST_CASE("rule ids and their names are switched off", "[overrides]") {
  CHECK(blocking_names(with(pack("own", R"("disable": ["sleep/lib"])"))) ==
        Lines{"file-io/disk:lib::read", "network/lib:lib_raw_*"});
  CHECK(blocking_names(with(pack("own", R"("disable": ["sleep/lib:lib::{open,close}", "file-io/disk:lib::*"])"))) ==
        Lines{"sleep/lib:lib_sleep", "network/lib:lib_raw_*"});
  const auto rules = with(pack("own", R"("disable": ["sleep/lib:lib_sleep"])"));
  REQUIRE(rules.ok());
  CHECK(rules->find_function("lib_sleep").empty());
  CHECK(rules->find_function("lib::open").size() == 1);
}

TEST_CASE("names of other sections are switched off", "[overrides]") {
  const auto rules =
      with(pack("own", R"("disable": ["contexts:lib::on_timer", "contexts:lib::callback", "hops:lib::away",
                                                     "trusted:lib::trace"])"));
  REQUIRE(rules.ok());
  REQUIRE(rules->registrations.size() == 1);
  CHECK(rules->registrations[0].names == Lines{"lib::on_read"});
  CHECK(rules->types.empty());
  CHECK(rules->hops.empty());
  CHECK(rules->trusted == Lines{"lib::log"});
}

TEST_CASE("entries that are about a matcher only are switched off by their rule id", "[overrides]") {
  const std::string expert = pack("expert", entry(R"("ast": "call", "category": "rpc")"));
  const auto off =
      load_rules_from_text({{"expert.json", expert}, {"own.json", pack("own", R"("disable": ["rpc/expert"])")}});
  REQUIRE(off.ok());
  CHECK(off->blocking.empty());
  CHECK(off->probes.empty());
}

TEST_CASE("whole packs are switched off or replaced", "[overrides]") {
  const auto off = with(pack("own", R"("disable": ["pack:lib"])"));
  REQUIRE(off.ok());
  REQUIRE(off->packs.size() == 1);
  CHECK(off->packs[0].id == "own");
  CHECK(off->functions.empty());
  const auto newer = with(pack("lib", R"("replace": true, "trusted": ["lib::log"])"));
  REQUIRE(newer.ok());
  REQUIRE(newer->packs.size() == 1);
  CHECK(newer->packs[0].file == "own.json");
  CHECK(newer->blocking.empty());
  // What a pack wanted that is gone itself does not count.
  const auto third = load_rules_from_text({{"lib.json", library},
                                           {"own.json", pack("own", R"("disable": ["sleep/lib"])")},
                                           {"last.json", pack("last", R"("disable": ["pack:own"])")}});
  CHECK(blocking_names(third).size() == 5);
}

TEST_CASE("an entry takes the place of earlier ones", "[overrides]") {
  const auto rules =
      with(pack("own", entry(R"("replace": true, "names": ["lib_sleep", "lib::fresh"], "category": "wait")")));
  CHECK(blocking_names(rules) == Lines{"sleep/lib:lib::open", "sleep/lib:lib::close", "file-io/disk:lib::read",
                                       "network/lib:lib_raw_*", "wait/own:lib_sleep", "wait/own:lib::fresh"});
  // What was taken for loop code runs on a thread; the other name and form of the earlier pack stay.
  const auto barrier = with(pack("own", R"("barriers": [ { "replace": true, "calls": ["lib::on_read"], "arg": 1 } ])"));
  REQUIRE(barrier.ok());
  REQUIRE(barrier->registrations.size() == 3);
  CHECK(barrier->registrations[0].names == Lines{"lib::on_timer"});
  CHECK(barrier->registrations[2].runs == Runs::thread);
  CHECK(barrier->find_function("lib::on_read").size() == 1);
  CHECK(mistakes_in(
            {{"lib.json", library},
             {"own.json", pack("own", R"("contexts": [ { "replace": true, "overrides": ["lib::on_read"] } ])")}}) ==
        Lines{"own.json:2:28: no earlier pack lists any of these names here: nothing is replaced"});
}

TEST_CASE("several entries replace one name together", "[overrides]") {
  const std::string half =
      R"("replace": true, "names": ["lib::read"], "category": "file-io", "cost": "seconds", "why": "W.",
                              "fix": { "default": "f" }, )";
  const auto rules = with(pack("own", "\"blocking\": [ {" + half + R"("when": { "arg": 0, "is_zero": true } }, {)" +
                                          half + R"("when": { "arg": 0, "equals": 2 } } ])"));
  CHECK(blocking_names(rules).size() == 6);
}

TEST_CASE("a name is taken out of the pattern that an earlier pack has it by", "[overrides]") {
  const auto rules = with(pack("own", R"("disable": ["network/lib:lib_raw_{send,fill}"], )" +
                                          entry(R"("replace": true, "names": ["lib_raw_poll"], "category": "wait")")));
  REQUIRE(rules.ok());
  CHECK(rules->find_function("lib_raw_other").size() == 1);
  CHECK(rules->find_function("lib_raw_send").empty());
  CHECK(rules->find_function("lib_raw_fill").empty());
  REQUIRE(rules->find_function("lib_raw_poll").size() == 1);
  CHECK(rules->blocking[rules->find_function("lib_raw_poll")[0].index].category == Category::wait);
  const std::string hops = pack("hops", R"("hops": [ { "calls": ["away_*"], "to": "thread" } ])");
  CHECK(
      mistakes_in({{"hops.json", hops}, {"own.json", pack("own", R"("disable": ["hops:away_now"])")}}) ==
      Lines{
          "own.json:2:13: `away_now` is only known by the pattern `away_*`, which can only be switched off as a whole "
          "(it is in hops.json:2)"});
}

TEST_CASE("a misspelt override is told apart from a missing one", "[overrides]") {
  CHECK(mistakes_in(pack("own", R"("disabel": [], "contexts": [ { "calls": ["f"], "arg": 1, "repalce": true } ],
"hops": [ { "calls": ["f"], "to": "loop", "replaced": true } ])")) ==
        Lines{"p.json:2:1: unknown key `disabel` in a pack (did you mean `disable`?)",
              "p.json:2:58: unknown key `repalce` in an entry of `contexts` (did you mean `replace`?)",
              "p.json:3:43: unknown key `replaced` in a hop (did you mean `replace`?)"});
}

TEST_CASE("overrides that meet nothing are mistakes", "[overrides]") {
  CHECK(
      mistakes_in({{"lib.json", library}, {"own.json", pack("own", R"("disable": ["sleep/lib:lib_slep", "pack:lb",
"sleep/libb", "contexts:lib::on_writ", "usleep", "contexts", "sleep/lib:", 3], "replace": true)")}}) ==
      Lines{"own.json:2:13: `sleep/lib:lib_slep` switches nothing off (did you mean `sleep/lib:lib_sleep`?)",
            "own.json:2:35: `pack:lb` switches nothing off (did you mean `pack:lib`?)",
            "own.json:3:1: `sleep/libb` switches nothing off (did you mean `sleep/lib`?)",
            "own.json:3:15: `contexts:lib::on_writ` switches nothing off (did you mean `contexts:lib::on_read`?)",
            "own.json:3:40: `usleep` does not say what to switch off (write a rule id (sleep/posix), one with a name "
            "(sleep/posix:usleep), a section with a name (contexts:uv_timer_start) or a pack (pack:libuv))",
            "own.json:3:50: `contexts` does not say what to switch off (write a rule id (sleep/posix), one with a name "
            "(sleep/posix:usleep), a section with a name (contexts:uv_timer_start) or a pack (pack:libuv))",
            "own.json:3:62: `sleep/lib:` does not say what to switch off (write a rule id (sleep/posix), one with a "
            "name (sleep/posix:usleep), a section with a name (contexts:uv_timer_start) or a pack (pack:libuv))",
            "own.json:3:76: `disable` lists strings, not an integer",
            "own.json:3:91: there is no earlier pack `own` to replace"});
  CHECK(mistakes_in(pack("own", R"("disable": "sleep/lib", "replace": false)")) ==
        Lines{"p.json:2:12: `disable` must be a list, not a string",
              "p.json:2:36: `replace` can only be true (leave it out to add to what earlier packs say)"});
}

TEST_CASE("two packs do not claim one name by accident", "[overrides]") {
  CHECK(mistakes_in({{"lib.json", library},
                     {"own.json", pack("own", entry(R"("names": ["lib::{fresh,read}"], "category": "file-io")"))}}) ==
        Lines{"own.json:2:26: two packs list `lib::read` in the category `file-io` (the other is lib.json:4:15; say "
              "\"replace\": true here to take its place, or \"when\" in both)"});
  // Another category is another statement; and with `when` in both, they are two cases of one function.
  CHECK(with(pack("own", entry(R"("names": ["lib::read"], "category": "lock")"))).ok());
  const std::string when = entry(R"("names": ["f"], "category": "lock", "when": { "arg": 0, "is_zero": true })");
  CHECK(load_rules_from_text({{"a.json", pack("a", when)}, {"b.json", pack("b", when)}}).ok());
  const std::string unless = entry(R"("names": ["f"], "category": "lock", "unless": { "arg": 0, "is_zero": true })");
  CHECK(mistakes_in({{"a.json", pack("a", when)}, {"b.json", pack("b", unless)}}).size() == 1);
}

}  // namespace
}  // namespace stallhound
