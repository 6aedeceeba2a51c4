// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the rules make of functions and calls: contexts, barriers, coroutines, blocking calls.
#include "catch.h"
#include "facts_builder.h"

namespace stallhound {
namespace {

Argument unknown() { return {}; }

JudgeOptions with_categories(std::vector<Category> categories) {
  JudgeOptions options;
  options.analyze.categories = std::move(categories);
  return options;
}

// ---- contexts ------------------------------------------------------------------------------------------------------

TEST_CASE("annotated, declared and overriding functions are contexts", "[classify]") {
  UnitBuilder unit;
  unit.define("annotated").annotate("loop");
  unit.define("declared_loop");
  unit.overrides("Mine::handle", "Handler::handle");
  unit.overrides("Deep::handle", "Mine::handle");
  unit.define("Mine::handle");
  unit.define("Deep::handle");
  unit.define("Handler::handle");
  unit.define("annotated otherwise").annotate("something else");
  unit.facts.functions[unit.declare("plain")].flags |= fn_nonblocking;
  unit.define("plain");
  CHECK(contexts(analyse(unit)) == Lines{"override Deep::handle [definite]", "override Mine::handle [definite]",
                                         "attribute annotated [definite]", "declared declared_loop [definite]",
                                         "attribute plain [definite]"});
}

TEST_CASE("a context without a body is none", "[classify]") {
  UnitBuilder unit;
  unit.declare("declared_loop");
  unit.define("main").calls("on_loop", {passing("declared_loop")}).calls("on_loop", {passing("unknown")});
  unit.declare("unknown");
  CHECK(contexts(analyse(unit)).empty());
}

TEST_CASE("registered twice is one context, shown where it is registered first", "[classify]") {
  UnitBuilder unit;
  auto main = unit.define("main");
  main.calls("on_loop", {passing("cb")});
  const auto first = main.line();
  main.calls("on_loop", {passing("cb")}).calls("on_loop", {passing("cb")});
  unit.define("cb").calls("nap");
  const auto all = analyse(unit);
  REQUIRE(contexts(all) == Lines{"callback cb [definite]"});
  CHECK(all.labels.roots[0].registered.line == first);
  CHECK(all.report.summary.contexts == 1);
}

TEST_CASE("a hand-made loop needs something to do besides waiting", "[classify]") {
  UnitBuilder unit;
  unit.define("only_waits").begin_loop().calls("wait_ready").end_loop().calls("nap");
  unit.define("dispatches").begin_loop().calls("wait_ready").calls("nap").end_loop();
  unit.define("no_loop").calls("wait_ready").calls("nap");
  const auto all = analyse(unit);
  CHECK(contexts(all) == Lines{"loop dispatches [probable]"});
  CHECK(stories(all) == Lines{"nap: dispatches [probable]"});
}

// ---- barriers ------------------------------------------------------------------------------------------------------

TEST_CASE("barriers by annotation and by trust end the search", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("allowed").calls("trusted_helper").calls("plain");
  for (const auto* name : {"allowed", "trusted_helper", "plain"}) unit.define(name).calls("nap");
  unit.facts.functions[unit.declare("allowed")].annotations = {"safe"};
  CHECK(stories(analyse(unit)) == Lines{"nap: start > plain [definite]"});
}

TEST_CASE("a context that is a barrier is none", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").annotate("safe").calls("nap");
  CHECK(contexts(analyse(unit)).empty());
  CHECK(stories(analyse(unit)).empty());
}

TEST_CASE("what may be a registration or a barrier is taken for a barrier", "[classify]") {
  UnitBuilder unit;
  unit.define("main").calls("either", {passing("cb")});
  unit.define("cb").calls("nap");
  CHECK(contexts(analyse(unit)).empty());
}

TEST_CASE("a way around a barrier is found", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("allowed").calls("other");
  unit.define("allowed").annotate("safe").calls("leaf");
  unit.define("other").calls("leaf");
  unit.define("leaf").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > other > leaf [definite]"});
}

// ---- coroutines ----------------------------------------------------------------------------------------------------

TEST_CASE("coroutine types say where a coroutine runs", "[classify]") {
  UnitBuilder unit;
  for (const auto* type : {"Task", "Lazy", "Pooled", "Generator", "Unheard"}) {
    unit.define(std::string("co_") + type).coroutine(type).calls("nap");
  }
  CHECK(contexts(analyse(unit)) ==
        Lines{"coroutine co_Lazy [definite]", "coroutine co_Task [definite]", "coroutine co_Unheard [definite]"});
}

TEST_CASE("a generator runs in its consumer", "[classify]") {
  UnitBuilder unit;
  unit.define("numbers").coroutine("Generator").calls("nap");
  unit.define("worker").calls("numbers");
  CHECK(stories(analyse(unit)).empty());
  unit.define("start").annotate("loop").calls("numbers");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > numbers [definite]"});
}

TEST_CASE("a coroutine that only yields is a generator", "[classify]") {
  UnitBuilder unit;
  auto body = unit.define("numbers").coroutine("Unheard").calls("nap");
  body.body().generator_like = true;
  CHECK(contexts(analyse(unit)).empty());
}

TEST_CASE("a coroutine that is only started on a pool is pool code", "[classify]") {
  UnitBuilder unit;
  unit.define("main").calls("work").calls("on_thread", {passing(result_value(0))});
  unit.define("work").coroutine("Lazy").calls("nap").calls("inner").awaits();
  unit.define("inner").coroutine("Lazy").calls("nap");
  CHECK(contexts(analyse(unit)).empty());
  SECTION("unless it is started on the loop as well") {
    unit.define("start").annotate("loop").calls("inner");
    CHECK(contexts(analyse(unit)) == Lines{"coroutine inner [definite]", "attribute start [definite]"});
  }
  SECTION("unless its type always runs on its loop") {
    unit.define("bound").coroutine("Task").calls("nap");
    unit.define("other").calls("bound").calls("on_thread", {passing(result_value(0))});
    CHECK(contexts(analyse(unit)) == Lines{"coroutine bound [definite]"});
  }
}

TEST_CASE("coroutines that only start each other are not pool code", "[classify]") {
  UnitBuilder unit;
  unit.define("ping").coroutine("Lazy").calls("pong").awaits();
  unit.define("pong").coroutine("Lazy").calls("ping").awaits();
  CHECK(contexts(analyse(unit)) == Lines{"coroutine ping [definite]", "coroutine pong [definite]"});
}

TEST_CASE("making a coroutine does not run it", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("work");
  unit.define("work").coroutine("Pooled").calls("nap");
  CHECK(stories(analyse(unit)).empty());
}

// ---- blocking calls ------------------------------------------------------------------------------------------------

TEST_CASE("categories that teams disagree on are off until asked for", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("lock").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: start [definite]"});
  CHECK(stories(analyse(unit, with_categories({Category::lock}))) == Lines{"lock: start [definite]"});
  CHECK(stories(analyse(unit, with_categories({Category::lock, Category::sleep}))).size() == 2);
}

TEST_CASE("entries that are nearly always harmless are shown with pedantic only", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("mostly_fine");
  CHECK(stories(analyse(unit)).empty());
  JudgeOptions options;
  options.analyze.pedantic = true;
  CHECK(stories(analyse(unit, options)) == Lines{"mostly_fine: start [definite]"});
}

TEST_CASE("arguments decide", "[classify]") {
  UnitBuilder unit;
  unit.define("start")
      .annotate("loop")
      .calls("poll", {number(0)})
      .calls("poll", {number(5)})
      .calls("poll", {unknown()})
      .calls("mode", {number(1)})
      .calls("mode", {number(2)})
      .calls("mode", {unknown()});
  // An unknown `unless` blocks all the same; an unknown `when` perhaps.
  CHECK(stories(analyse(unit)) == Lines{"poll: start [definite]", "poll: start [definite]", "mode: start [definite]"});
  CHECK(stories(analyse(unit, even_possible())).back() == "mode: start [possible]");
  CHECK(stories(analyse(unit, even_possible())).size() == 4);
}

TEST_CASE("matchers block what they are true of", "[classify]") {
  UnitBuilder unit;
  auto start = unit.define("start").annotate("loop");
  start.calls("one").matches("odd");
  start.calls("two").matches("narrow").matches("odd");
  start.calls("narrowed").matches("narrow");
  start.calls("narrowed").matches("other");
  start.calls("narrowed");
  start.calls("three", {number(0)}).matches("odd");
  start.calls_through({ValueKind::none, 0}).matches("odd");
  start.calls("nap").matches("odd");
  CHECK(stories(analyse(unit)) == Lines{"one: start [definite]", "two: start [definite]", "narrowed: start [definite]",
                                        "(function pointer): start [definite]", "nap: start [definite]",
                                        "nap: start [definite]"});
}

TEST_CASE("an entry that is unsure by itself is shown on request only", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("unsure");
  CHECK(stories(analyse(unit)).empty());
  CHECK(stories(analyse(unit, even_possible())) == Lines{"unsure: start [possible]"});
}

TEST_CASE("the project's own function of a library's name is judged by its body", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("nap");
  unit.define("nap").calls("hang");
  CHECK(stories(analyse(unit)) == Lines{"hang: start > nap [definite]"});
}

TEST_CASE("a modelled library's own code is not judged unless it is walked", "[classify]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("lib::run");
  unit.define("lib::run").calls("nap");
  unit.define("lib::loop").annotate("loop").calls("nap");
  CHECK(stories(analyse(unit)).empty());
  JudgeOptions options;
  options.analyze.walk = {"lib"};
  CHECK(stories(analyse(unit, options)).size() == 2);
}

TEST_CASE("a function declared blocking blocks", "[classify]") {
  UnitBuilder unit;
  unit.facts.functions[unit.declare("slow")].flags |= fn_blocking;
  unit.define("start").annotate("loop").calls("slow");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"slow: start [definite]"});
  CHECK(all.report.findings.at(0).rule == "wait/declared");
  CHECK(stories(analyse(unit, with_categories({Category::sleep}))).empty());
}

TEST_CASE("the loop's own wait is not held against it", "[classify]") {
  UnitBuilder unit;
  unit.define("run").begin_loop().calls("wait_ready").calls("work").end_loop();
  unit.define("work");
  CHECK(stories(analyse(unit)).empty());
}

}  // namespace
}  // namespace stallhound
