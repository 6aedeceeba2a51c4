// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Callables: where they are kept, who hands them on, and who calls them in the end.
#include "catch.h"
#include "facts_builder.h"

namespace stallhound {
namespace {

TEST_CASE("a callable handed to an unknown library function is called there and then", "[flow]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("sort", {number(3), passing("compare")});
  unit.define("compare").calls("nap");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"nap: start > compare [definite]"});
  CHECK(all.report.findings.at(0).path.at(0).via == "callback");
}

TEST_CASE("a callable handed to a registration is a context", "[flow]") {
  UnitBuilder unit;
  auto body = unit.define("main");
  body.calls("on_loop", {passing("on_timer")});
  const auto line = body.line();
  unit.define("on_timer").calls("nap");
  const auto all = analyse(unit);
  CHECK(contexts(all) == Lines{"callback on_timer [definite]"});
  CHECK(stories(all) == Lines{"nap: on_timer [definite]"});
  CHECK(all.report.findings.at(0).context.what == "timer callback");
  CHECK(all.report.findings.at(0).context.framework == "fw");
  CHECK(all.report.findings.at(0).context.registered.line == line);
}

TEST_CASE("a registration takes only the argument that it names", "[flow]") {
  UnitBuilder unit;
  unit.define("main").calls("on_loop", {passing("first"), passing("second")});
  unit.define("first");
  unit.define("second").calls("nap");
  CHECK(contexts(analyse(unit)) == Lines{"callback first [definite]"});
  CHECK(stories(analyse(unit)).empty());
}

TEST_CASE("a callable handed to a thread is no business of the loop", "[flow]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("on_thread", {passing("work"), passing("done")});
  unit.define("work").calls("nap");
  unit.define("done").calls("hang");
  // Only the argument that the barrier names is offloaded.
  CHECK(stories(analyse(unit)) == Lines{"hang: start > done [definite]"});
}

TEST_CASE("what a worker posts back to the loop is loop code again", "[flow]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("on_thread", {passing("work")});
  unit.define("work").calls("nap").calls("on_loop", {passing("finish")});
  unit.define("finish").calls("hang");
  CHECK(stories(analyse(unit)) == Lines{"hang: finish [definite]"});
}

TEST_CASE("the arguments of an offload are evaluated on the loop", "[flow]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("read_config").calls("on_thread", {passing("work")});
  unit.define("read_config").calls("nap");
  unit.define("work").calls("hang");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > read_config [definite]"});
}

TEST_CASE("callables flow through variables", "[flow]") {
  UnitBuilder unit;
  unit.place("a");
  unit.place("b");
  unit.define("start")
      .annotate("loop")
      .stores("a", function_value("slow"))
      .stores("b", place_value("a"))
      .calls_through(place_value("b"));
  unit.define("slow").calls("nap");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"nap: start > slow [definite]"});
  CHECK(all.report.findings.at(0).path.at(0).via == "indirect");
}

TEST_CASE("a place with several callables makes the step probable", "[flow]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls_through(place_value("table"));
  unit.holds("table", {"slow", "fine"});
  unit.define("slow").calls("nap");
  unit.define("fine");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > slow [probable]"});
}

TEST_CASE("cycles between places end", "[flow]") {
  UnitBuilder unit;
  unit.define("start")
      .annotate("loop")
      .stores("a", place_value("b"))
      .stores("b", place_value("c"))
      .stores("c", place_value("a"))
      .stores("c", function_value("slow"))
      .calls_through(place_value("a"));
  unit.define("slow").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > slow [definite]"});
}

TEST_CASE("callables flow through results", "[flow]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("make").calls_through(result_value(0));
  unit.define("make").returns(function_value("slow"));
  unit.define("slow").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > slow [definite]"});
}

TEST_CASE("callables flow into and out of functions that are called through a place", "[flow]") {
  UnitBuilder unit;
  unit.holds("factory", {"make"});
  unit.define("start")
      .annotate("loop")
      .calls_through(place_value("factory"), {passing("slow")})
      .calls_through(result_value(0));
  unit.define("make", 1).returns(parameter_value("make", 0)).returns(function_value("also_slow"));
  unit.define("slow").calls("nap");
  unit.define("also_slow").calls("hang");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > slow [probable]", "hang: start > also_slow [probable]"});
}

TEST_CASE("a function that calls its parameter is judged by what each caller passes", "[flow]") {
  UnitBuilder unit;
  unit.define("run", 1).calls_through(parameter_value("run", 0));
  unit.define("start").annotate("loop").calls("run", {passing("slow")});
  unit.define("worker").calls("run", {passing("also_slow")});
  unit.define("slow").calls("nap");
  unit.define("also_slow").calls("hang");
  const auto all = analyse(unit);
  // No edge from `run` itself: `also_slow` is only ever run by the worker.
  CHECK(stories(all) == Lines{"nap: start > run > slow [definite]"});
}

TEST_CASE("wrappers of wrappers are judged by their callers", "[flow]") {
  UnitBuilder unit;
  unit.define("inner", 1).calls_through(parameter_value("inner", 0));
  unit.define("outer", 2).calls("inner", {passing(parameter_value("outer", 1))});
  unit.define("start").annotate("loop").calls("outer", {passing("fine"), passing("slow")});
  unit.define("worker").calls("outer", {passing("fine"), passing("also_slow")});
  unit.define("fine").calls("sleep");  // Passed, but never called.
  unit.define("slow").calls("nap");
  unit.define("also_slow").calls("hang");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > outer > slow [definite]"});
}

TEST_CASE("a project's own wrapper of a registration registers", "[flow]") {
  UnitBuilder unit;
  unit.define("later", 1).calls("on_loop", {passing(parameter_value("later", 0))});
  unit.define("main").calls("later", {passing("first")}).calls("later", {passing("second")});
  unit.define("first").calls("nap");
  unit.define("second").calls("hang");
  const auto all = analyse(unit);
  CHECK(contexts(all) == Lines{"callback first [definite]", "callback second [definite]"});
  CHECK(stories(all) == Lines{"nap: first [definite]", "hang: second [definite]"});
}

TEST_CASE("a project's own wrapper of a barrier is a barrier", "[flow]") {
  UnitBuilder unit;
  unit.define("in_background", 1).calls("on_thread", {passing(parameter_value("in_background", 0))});
  unit.define("start").annotate("loop").calls("in_background", {passing("slow")});
  unit.define("slow").calls("nap");
  CHECK(stories(analyse(unit)).empty());
}

TEST_CASE("a wrapper that only sometimes calls what it is given still calls it", "[flow]") {
  UnitBuilder unit;
  unit.define("either", 1)
      .calls("on_thread", {passing(parameter_value("either", 0))})
      .calls_through(parameter_value("either", 0));
  unit.define("start").annotate("loop").calls("either", {passing("slow")});
  unit.define("slow").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: start > either > slow [definite]"});
}

TEST_CASE("what bind returns is what it was given", "[flow]") {
  UnitBuilder unit;
  unit.define("main").calls("bind", {passing("slow"), number(1)}).calls("on_loop", {passing(result_value(0))});
  unit.define("slow").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: slow [definite]"});
}

TEST_CASE("bind by itself calls nothing", "[flow]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("bind", {passing("slow")});
  unit.define("slow").calls("nap");
  CHECK(stories(analyse(unit)).empty());
}

TEST_CASE("what is pushed into a container comes out of it", "[flow]") {
  UnitBuilder unit;
  unit.place("queue");
  auto add = unit.define("add", 1);
  add.calls("push_back", {passing(parameter_value("add", 0))});
  add.site().object = place_value("queue");
  unit.define("main").calls("add", {passing("slow")});
  unit.define("drain").annotate("loop").calls_through(place_value("queue"));
  unit.define("slow").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: drain > slow [definite]"});
}

TEST_CASE("a callable stored in a field that the loop calls is a context", "[flow]") {
  UnitBuilder unit;
  unit.place("ops.read", SlotKind::field);
  unit.holds("ops.read", {"my_read"});
  unit.define("my_read").calls("nap");
  const auto all = analyse(unit);
  CHECK(contexts(all) == Lines{"callback my_read [definite]"});
  CHECK(stories(all) == Lines{"nap: my_read [definite]"});
}

TEST_CASE("a virtual call may enter every overrider, and is certain with one", "[flow]") {
  UnitBuilder unit;
  unit.overrides("Mine::run", "Base::run");
  unit.overrides("Deep::run", "Mine::run");
  unit.define("start").annotate("loop").calls_virtual("Base::run");
  unit.define("Mine::run").calls("nap");
  // A library's own function may be meant, unless it has none.
  CHECK(stories(analyse(unit)) == Lines{"nap: start > Mine::run [probable]"});
  unit.facts.functions[unit.declare("Base::run")].flags |= fn_virtual | fn_pure;
  CHECK(stories(analyse(unit)) == Lines{"nap: start > Mine::run [definite]"});
  unit.define("Deep::run").calls("hang");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"nap: start > Mine::run [probable]", "hang: start > Deep::run [probable]"});
  CHECK(all.report.findings.at(0).path.at(0).via == "virtual");
}

TEST_CASE("a call that names its method is not dispatched", "[flow]") {
  UnitBuilder unit;
  unit.overrides("Mine::run", "Base::run");
  unit.define("start").annotate("loop").calls("Base::run");
  unit.define("Base::run");
  unit.define("Mine::run").calls("nap");
  CHECK(stories(analyse(unit)).empty());
}

TEST_CASE("calls through places without a known callable are counted", "[flow]") {
  UnitBuilder unit;
  unit.place("hook");
  unit.define("start").annotate("loop").calls_through(place_value("hook")).calls_through({});
  unit.define("elsewhere").calls_through(place_value("hook"));
  const auto all = analyse(unit);
  CHECK(all.report.unresolved.indirect_calls == 2);
  CHECK(stories(all).empty());
}

TEST_CASE("a place with too many callables is counted, not guessed", "[flow]") {
  UnitBuilder unit;
  Lines many;
  for (int i = 0; i < 3000; ++i) many.push_back("callable" + std::to_string(i));
  unit.holds("table", many);
  for (const auto& name : many) unit.define(name).calls("nap");
  unit.define("start").annotate("loop").calls_through(place_value("table"));
  const auto all = analyse(unit);
  CHECK(all.report.unresolved.indirect_calls == 1);
  CHECK(stories(all).empty());
}

TEST_CASE("functions of the project without a body are counted", "[flow]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("nowhere").calls("nap");
  unit.facts.functions[unit.declare("nap")].flags = 0;
  CHECK(analyse(unit).report.unresolved.missing_bodies == 1);
}

TEST_CASE("the wrapper of two executables calls its parameter in both", "[flow]") {
  std::vector<TuFacts> units;
  for (const std::string name : {"a", "b"}) {
    UnitBuilder unit("/p/" + name + ".c");
    unit.define("run", 1).calls_through(parameter_value("run", 0));
    unit.define("start_" + name).annotate("loop").calls("run", {passing("slow_" + name)});
    unit.define("slow_" + name).calls("nap");
    units.push_back(unit.facts);
  }
  const auto lines = stories(analyse(units));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].starts_with("nap: start_a > run > slow_a"));
  CHECK(lines[1].starts_with("nap: start_b > run > slow_b"));
}

}  // namespace
}  // namespace stallhound
