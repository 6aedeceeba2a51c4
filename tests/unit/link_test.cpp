// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linking: many units, one program, whatever the order in which they arrive.
#include <algorithm>
#include <set>

#include "catch.h"
#include "facts_builder.h"
#include "store/shard.h"

namespace stallhound {
namespace {

std::vector<TuFacts> facts_of(const std::vector<UnitBuilder>& units) {
  std::vector<TuFacts> facts;
  for (const auto& unit : units) facts.push_back(unit.facts);
  return facts;
}

/// Everything of a program as text, without looking at more than what it says.
std::string text_of(const Program& program) {
  TuFacts flat;  // The shard writer serves as a printer: a Program reuses the structs of facts.
  flat.files = program.files;
  flat.types = program.types;
  flat.slots = program.slots;
  flat.bodies = program.bodies;
  flat.flows = program.flows;
  flat.suppressions = program.suppressions;
  for (const auto& function : program.functions) {
    FunctionFact fact{function.id,
                      function.kind,
                      function.flags,
                      function.name,
                      function.alias,
                      function.display,
                      function.location,
                      function.parent,
                      function.result,
                      function.parameters,
                      {},
                      function.annotations};
    fact.overrides.assign(function.overrides.begin(), function.overrides.end());
    fact.overrides.push_back(npos);
    fact.overrides.insert(fact.overrides.end(), function.overridden_by.begin(), function.overridden_by.end());
    fact.overrides.push_back(function.body);
    fact.overrides.push_back(function.ambiguous);
    flat.functions.push_back(std::move(fact));
  }
  std::string text = encode(flat);
  for (const auto& unit : program.units) text += unit.main_file + '\n' + unit.message + '\n';
  return text;
}

FunctionIndex find(const Program& program, const std::string& name) {
  for (FunctionIndex f = 1; f < program.functions.size(); ++f) {
    if (program.functions[f].name == name) return f;
  }
  FAIL("there is no function " + name);
  return 0;
}

/// Four units with shared headers, types, places, overriders and NOLINTs.
std::vector<TuFacts> mixed_units() {
  std::vector<UnitBuilder> units;
  for (const std::string name : {"d", "a", "c", "b"}) {
    UnitBuilder& unit = units.emplace_back("/p/" + name + ".c");
    unit.facts.files.push_back({"/p/shared.h", true});
    unit.type("type of " + name);
    unit.type("common");
    const auto pointer = unit.type("std::vector of " + name);
    unit.facts.types[pointer].arguments = {unit.type("common")};
    unit.define("make_" + name).returns(function_value("job_" + name));
    unit.define("job_" + name).calls("nap", {number(1)});
    unit.overrides("Impl_" + name + "::run", "Base::run");
    unit.define("Impl_" + name + "::run").calls("job_a");
    unit.holds("table", {"job_" + name});
    unit.define("use_" + name, 1)
        .calls_virtual("Base::run")
        .calls_through(place_value("table"))
        .calls("use_b", {passing("job_" + name)});
    unit.suppress(2);
    auto inline_function = unit.define("from_header");
    inline_function.calls("job_a");
    inline_function.body().location = {1, 7, 1};
    inline_function.function().location = {1, 7, 1};
  }
  return facts_of(units);
}

TEST_CASE("the order of units does not matter", "[link]") {
  auto units = mixed_units();
  std::vector<std::size_t> order{0, 1, 2, 3};
  std::set<std::string> programs;
  do {
    std::vector<TuFacts> shuffled;
    for (const auto i : order) shuffled.push_back(units[i]);
    programs.insert(text_of(link(shuffled, "/p")));
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(programs.size() == 1);
}

TEST_CASE("one file compiled twice in different ways does not depend on the order either", "[link]") {
  // -DCALL=nap and -DCALL=hang: same file, same counts of everything, another callee.
  UnitBuilder first;
  first.define("start").annotate("loop").calls("nap");
  UnitBuilder second;
  second.define("start").annotate("loop").calls("hang");
  CHECK(stories(analyse({first.facts, second.facts})) == stories(analyse({second.facts, first.facts})));
}

TEST_CASE("of one file compiled twice no call is lost", "[link]") {
  UnitBuilder first;
  first.define("start").annotate("loop").calls("nap");
  UnitBuilder second;
  second.define("start").annotate("loop").calls("hang");
  // Both stand at one place, so that their order is that of the joined bodies.
  auto lines = stories(analyse({first.facts, second.facts}));
  std::sort(lines.begin(), lines.end());
  CHECK(lines == Lines{"hang: start [definite]", "nap: start [definite]"});
}

TEST_CASE("matchers stay with their calls where bodies are joined", "[link]") {
  UnitBuilder first;
  first.define("start").annotate("loop").calls("one").calls("two").matches("odd");
  UnitBuilder second;
  second.define("start").annotate("loop").calls("three").calls("five").calls("four").matches("odd");
  auto lines = stories(analyse({first.facts, second.facts}));
  std::sort(lines.begin(), lines.end());
  CHECK(lines == Lines{"four: start [definite]", "two: start [definite]"});
  // Two instantiations may differ in nothing else.
  UnitBuilder third;
  third.define("start").annotate("loop").calls("one").calls("two");
  CHECK(stories(analyse({third.facts, first.facts})) == Lines{"two: start [definite]"});
}

TEST_CASE("nothing and almost nothing link", "[link]") {
  const auto none = link({}, "/p");
  CHECK(none.units.empty());
  CHECK(none.functions.size() == 1);
  const auto empty = analyse({TuFacts{}});
  CHECK(empty.report.summary.translation_units == 1);
  CHECK(empty.report.verdict.exit_code == 0);
}

TEST_CASE("a call leads to the definition in another unit", "[link]") {
  UnitBuilder a("/p/a.c");
  a.define("start").annotate("loop").calls("helper");
  UnitBuilder b("/p/b.c");
  b.define("helper").calls("nap");
  const auto all = analyse({a.facts, b.facts});
  CHECK(stories(all) == Lines{"nap: start > helper [definite]"});
  CHECK(all.report.findings.at(0).location.file == "b.c");
  CHECK(all.report.findings.at(0).context.location.file == "a.c");
  // The place of a function is that of its definition, whatever unit mentions it first.
  const auto& helper = all.program.functions[find(all.program, "helper")];
  CHECK(all.program.files[helper.location.file].path == "/p/b.c");
}

TEST_CASE("a body in a header counts once", "[link]") {
  std::vector<UnitBuilder> units;
  for (const std::string name : {"a", "b", "c"}) {
    UnitBuilder& unit = units.emplace_back("/p/" + name + ".c");
    unit.facts.files.push_back({"/p/shared.h", true});
    unit.define("start_" + name).annotate("loop").calls("from_header");
    auto body = unit.define("from_header");
    body.calls("nap");
    body.body().location = {1, 7, 1};
    body.site().location = {1, 8, 3};
  }
  const auto all = analyse(facts_of(units));
  CHECK(stories(all) == Lines{"nap: start_a > from_header [definite]"});
  CHECK(all.report.findings.at(0).location.file == "shared.h");
  CHECK(all.report.findings.at(0).more_contexts_count == 2);
  CHECK(all.program.bodies.size() == 4);
}

TEST_CASE("of two versions of a body the fuller one is kept", "[link]") {
  for (const bool fuller_first : {true, false}) {
    UnitBuilder broken(fuller_first ? "/p/z.c" : "/p/a.c");
    UnitBuilder whole("/p/m.c");
    for (auto* unit : {&broken, &whole}) {
      unit->facts.files.push_back({"/p/shared.h", true});
      auto body = unit->define("from_header");
      body.annotate("loop");
      body.body().location = {1, 7, 1};
      if (unit == &whole) body.calls("nap");
    }
    broken.facts.status = UnitStatus::errors;
    CHECK(stories(analyse({broken.facts, whole.facts})) == Lines{"nap: from_header [definite]"});
  }
}

TEST_CASE("two executables with a function of one name keep theirs apart", "[link]") {
  // Two programs, each with its own `work`; one blocks. Callers in the same unit mean their own.
  UnitBuilder a("/p/a.c");
  a.define("start_a").annotate("loop").calls("work");
  a.define("work").calls("nap");
  UnitBuilder b("/p/b.c");
  b.define("start_b").annotate("loop").calls("work");
  b.define("work");
  const auto all = analyse({a.facts, b.facts});
  CHECK(stories(all) == Lines{"nap: start_a > work [definite]"});
  CHECK(all.report.findings.at(0).more_contexts_count == 0);
}

TEST_CASE("a caller elsewhere may mean any of several definitions", "[link]") {
  UnitBuilder a("/p/a.c");
  a.define("work").calls("nap");
  UnitBuilder b("/p/b.c");
  b.define("work");
  UnitBuilder c("/p/c.c");
  c.define("start").annotate("loop").calls("work");
  const auto all = analyse({a.facts, b.facts, c.facts});
  CHECK(stories(all) == Lines{"nap: start > work [probable]"});
  const auto count = std::count_if(all.program.functions.begin(), all.program.functions.end(),
                                   [](const Function& f) { return f.name == "work" && f.ambiguous; });
  CHECK(count == 1);
}

TEST_CASE("types and places of several units are joined", "[link]") {
  UnitBuilder a("/p/a.c");
  a.type("first");
  a.type("common");
  a.place("table");
  UnitBuilder b("/p/b.c");
  b.type("common");
  b.place("other");
  b.place("table");
  const auto program = link({a.facts, b.facts}, "/p");
  CHECK(program.types.size() == 3);
  CHECK(program.slots.size() == 3);
  CHECK(program.find_slot(place_id("table")) != 0);
  CHECK(program.find_slot(place_id("other")) != 0);
  CHECK(program.find_slot(place_id("nowhere")) == 0);
  CHECK(program.find_slot(0) == 0);
}

TEST_CASE("types that are arguments of each other are linked in a moment", "[link]") {
  UnitBuilder unit;
  std::vector<TypeIndex> all;
  for (int i = 0; i < 40; ++i) all.push_back(unit.type("T" + std::to_string(i)));
  for (const auto type : all) unit.facts.types[type].arguments = all;
  const auto program = link({unit.facts}, "/p");
  CHECK(program.types.size() == 41);
  // What stands in a program has all its arguments before it.
  for (std::size_t i = 1; i < program.types.size(); ++i) {
    for (const auto argument : program.types[i].arguments) CHECK(argument < i);
  }
}

TEST_CASE("types that differ only in an argument, a pointer or an alias stay apart", "[link]") {
  UnitBuilder unit;
  const auto integer = unit.type("int");
  const auto text = unit.type("char");
  for (const auto argument : {integer, text}) {
    TypeFact list;
    list.name = "list";
    list.arguments = {argument};
    unit.facts.types.push_back(list);
    list.is_pointer = true;
    unit.facts.types.push_back(list);
    list.alias = "alias";
    unit.facts.types.push_back(list);
  }
  CHECK(link({unit.facts}, "/p").types.size() == 9);
}

TEST_CASE("callables flow between units", "[link]") {
  UnitBuilder a("/p/a.c");
  a.define("setup").stores("hook", function_value("slow"));
  UnitBuilder b("/p/b.c");
  b.place("hook");
  b.define("start").annotate("loop").calls_through(place_value("hook"));
  UnitBuilder c("/p/c.c");
  c.define("slow").calls("nap");
  CHECK(stories(analyse({a.facts, b.facts, c.facts})) == Lines{"nap: start > slow [definite]"});
}

TEST_CASE("attributes on any declaration count", "[link]") {
  UnitBuilder a("/p/a.c");
  a.facts.functions[a.declare("start")].annotations = {"loop"};
  UnitBuilder b("/p/b.c");
  b.define("start").calls("slow");
  UnitBuilder c("/p/c.c");
  c.facts.functions[c.declare("slow")].flags |= fn_blocking;
  UnitBuilder d("/p/d.c");
  d.define("main").calls("start");
  CHECK(stories(analyse({d.facts, b.facts, c.facts, a.facts})) == Lines{"slow: start [definite]"});
}

TEST_CASE("functions are sorted by name, units and files by path", "[link]") {
  const auto program = link(mixed_units(), "/p");
  for (std::size_t f = 2; f < program.functions.size(); ++f) {
    CHECK(program.functions[f - 1].name <= program.functions[f].name);
  }
  for (std::size_t u = 1; u < program.units.size(); ++u)
    CHECK(program.units[u - 1].main_file < program.units[u].main_file);
  for (std::size_t s = 2; s < program.slots.size(); ++s) CHECK(program.slots[s - 1].id < program.slots[s].id);
}

TEST_CASE("files are sorted by path", "[link]") {
  const auto program = link(mixed_units(), "/p");
  for (std::size_t f = 1; f < program.files.size(); ++f) CHECK(program.files[f - 1].path < program.files[f].path);
}

TEST_CASE("an equal NOLINT of a header counts once", "[link]") {
  std::vector<TuFacts> units;
  for (const std::string name : {"a", "b"}) {
    UnitBuilder unit("/p/" + name + ".c");
    unit.facts.files.push_back({"/p/shared.h", true});
    unit.suppress(3);
    unit.facts.suppressions.back().location.file = 1;
    units.push_back(unit.facts);
  }
  CHECK(link(units, "/p").suppressions.size() == 1);
}

TEST_CASE("units that failed are counted and linked around", "[link]") {
  UnitBuilder good("/p/a.c");
  good.define("start").annotate("loop").calls("nap");
  TuFacts lost;
  lost.main_file = "/p/lost.c";
  lost.status = UnitStatus::failed;
  lost.message = "the analysis of this unit crashed (signal 11)";
  const auto all = analyse({lost, good.facts});
  CHECK(stories(all) == Lines{"nap: start [definite]"});
  CHECK(all.report.summary.failed == 1);
  REQUIRE(all.report.problems.size() == 1);
  CHECK(all.report.problems[0].file == "lost.c");
}

}  // namespace
}  // namespace stallhound
