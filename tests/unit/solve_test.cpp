// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which path a finding shows: the shortest, the surest, and the same one in every run.
#include "catch.h"
#include "facts_builder.h"

namespace stallhound {
namespace {

TEST_CASE("the shortest path is shown", "[solve]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("a1").calls("z");
  unit.define("a1").calls("a2");
  unit.define("a2").calls("leaf");
  unit.define("z").calls("leaf");
  unit.define("leaf").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > z > leaf [definite]"});
}

TEST_CASE("paths of equal length are told apart by name, not by order", "[solve]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("m").calls("b").calls("z");
  for (const auto* middle : {"z", "b", "m"}) unit.define(middle).calls("leaf");
  unit.define("leaf").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > b > leaf [definite]"});
}

TEST_CASE("contexts of equal distance are told apart by name", "[solve]") {
  UnitBuilder unit;
  for (const auto* start : {"loop_c", "loop_a", "loop_b"}) unit.define(start).annotate("loop").calls("leaf");
  unit.define("leaf").calls("nap");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"nap: loop_a > leaf [definite]"});
  CHECK(all.report.findings.at(0).more_contexts_count == 2);
}

TEST_CASE("a certain path wins over a shorter uncertain one", "[solve]") {
  UnitBuilder unit;
  unit.overrides("Mine::run", "Base::run");
  unit.overrides("Other::run", "Base::run");
  unit.define("start").annotate("loop").calls_virtual("Base::run").calls("a");
  unit.define("a").calls("b");
  unit.define("b").calls("Mine::run");
  unit.define("Mine::run").calls("nap");
  unit.define("Other::run");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > a > b > Mine::run [definite]"});
}

TEST_CASE("one uncertain step makes the whole path uncertain", "[solve]") {
  UnitBuilder unit;
  unit.overrides("Mine::run", "Base::run");
  unit.overrides("Other::run", "Base::run");
  unit.define("start").annotate("loop").calls("a");
  unit.define("a").calls_virtual("Base::run");
  unit.define("Mine::run").calls("b");
  unit.define("b").calls("nap");
  unit.define("Other::run");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > a > Mine::run > b [probable]"});
}

TEST_CASE("a context of its own needs no path from another", "[solve]") {
  UnitBuilder unit;
  unit.define("outer").annotate("loop").calls("inner");
  unit.define("inner").annotate("loop").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: inner [definite]"});
}

TEST_CASE("an uncertain context gives an uncertain path, a certain one from further away wins", "[solve]") {
  UnitBuilder unit;
  unit.define("maybe").annotate("maybe_loop").calls("leaf");
  unit.define("leaf").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: maybe > leaf [probable]"});
  unit.define("surely").annotate("loop").calls("step");
  unit.define("step").calls("leaf");
  CHECK(stories(analyse(unit)) == Lines{"nap: surely > step > leaf [definite]"});
}

TEST_CASE("an unlikely context is shown on request only", "[solve]") {
  UnitBuilder unit;
  unit.define("perhaps").annotate("perhaps_loop").calls("nap");
  CHECK(stories(analyse(unit)).empty());
  CHECK(stories(analyse(unit, even_possible())) == Lines{"nap: perhaps [possible]"});
}

TEST_CASE("recursion ends", "[solve]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("ping").calls("start");
  unit.define("ping").calls("pong");
  unit.define("pong").calls("ping").calls("nap").calls("start");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > ping > pong [definite]"});
}

TEST_CASE("what loop code does not reach is silent", "[solve]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("fine");
  unit.define("fine");
  unit.define("main").calls("leaf").calls("start");
  unit.define("leaf").calls("nap");
  CHECK(stories(analyse(unit)).empty());
}

TEST_CASE("a hand-made loop is loop code inside of its loop only", "[solve]") {
  UnitBuilder unit;
  auto run = unit.define("run");
  run.calls("nap")
      .calls("prepare")
      .begin_loop()
      .calls("wait_ready")
      .calls("dispatch")
      .calls("sleep")
      .end_loop()
      .calls("nap");
  unit.define("prepare").calls("hang");
  unit.define("dispatch").calls("nap");
  const auto all = analyse(unit);
  CHECK(contexts(all) == Lines{"loop run [probable]"});
  CHECK(stories(all) == Lines{"sleep: run [probable]", "nap: run > dispatch [probable]"});
}

TEST_CASE("among uncertain paths the shortest is shown, too", "[solve]") {
  // The second round starts from functions at different distances at once.
  UnitBuilder unit;
  for (const auto* base : {"Far", "Near"}) {
    for (const auto* other : {"Mine", "Other"}) {
      unit.overrides(std::string(base) + other, base);
      if (std::string(other) == "Other") unit.define(std::string(base) + other);
    }
  }
  unit.define("start").annotate("loop").calls("a1").calls_virtual("Near");
  unit.define("a1").calls("a2");
  unit.define("a2").calls("a3");
  unit.define("a3").calls_virtual("Far");
  unit.define("FarMine").calls("nap");
  unit.define("NearMine").calls("FarMine");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > NearMine > FarMine [probable]"});
}

TEST_CASE("the order in which functions are written changes nothing", "[solve]") {
  const Lines names{"a", "b", "c", "d"};
  Lines first;
  for (int turn = 0; turn < 4; ++turn) {
    std::vector<TuFacts> units;
    for (int i = 0; i < 4; ++i) {
      const auto& name = names[(i + turn) % 4];
      UnitBuilder unit("/p/" + name + ".c");
      unit.define(name).calls("leaf");
      if (name == "d") unit.define("start").annotate("loop").calls("c").calls("b");
      if (name == "a") unit.define("leaf").calls("nap");
      units.push_back(unit.facts);
    }
    const auto lines = stories(analyse(units));
    if (turn == 0) first = lines;
    CHECK(lines == Lines{"nap: start > b > leaf [definite]"});
    CHECK(lines == first);
  }
}

}  // namespace
}  // namespace stallhound
