// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a change causes: two programs in, the findings of the second that are its doing out.
#include <functional>

#include "catch.h"
#include "facts_builder.h"

namespace stallhound {
namespace {

using Build = std::function<void(UnitBuilder&)>;

struct Change {
  Build before;
  Build after;
  ChangedLines lines{};
  JudgeOptions options{};
};

/// "nap: start > helper [definite] new"
Lines caused(const Change& change) {
  UnitBuilder former;
  change.before(former);
  UnitBuilder present;
  change.after(present);
  const auto old = analyse(former, change.options);
  const auto before = survey(old.program, test_rules(), old.labels, old.witness, old.report);
  auto now = analyse(present, change.options);
  const auto novelty = find_novelty(before, now.program, test_rules(), now.labels, now.witness, change.lines);
  auto options = change.options;
  options.novelty = &novelty;
  now.report = judge(now.program, test_rules(), now.labels, now.witness, options);
  Lines lines;
  for (const auto& finding : now.report.findings)
    lines.push_back(story(finding) + " " + std::string(to_string(finding.state)));
  return lines;
}

void nothing(UnitBuilder&) {}

/// A context that calls some functions.
void context(UnitBuilder& unit, const std::string& name, const Lines& calls) {
  auto body = unit.define(name);
  body.annotate("loop");
  for (const auto& call : calls) body.calls(call);
}

void function(UnitBuilder& unit, const std::string& name, const Lines& calls) {
  auto body = unit.define(name);
  for (const auto& call : calls) body.calls(call);
}

TEST_CASE("in a new program everything is new", "[novelty]") {
  const Build all = [](UnitBuilder& unit) {
    context(unit, "start", {"helper", "sleep"});
    function(unit, "helper", {"nap"});
  };
  CHECK(caused({nothing, all}) == Lines{"sleep: start [definite] new", "nap: start > helper [definite] new"});
}

TEST_CASE("in an equal program nothing is", "[novelty]") {
  const Build all = [](UnitBuilder& unit) {
    context(unit, "start", {"helper", "sleep"});
    context(unit, "other", {"helper", "sleep"});
    function(unit, "helper", {"nap", "helper"});
    unit.define("around").begin_loop().calls("wait_ready").calls("nap").calls("helper");
  };
  CHECK(caused({all, all, {}, even_possible()}).empty());
}

TEST_CASE("lines and order do not matter", "[novelty]") {
  CHECK(caused({[](UnitBuilder& unit) {
                  context(unit, "start", {"helper", "nap"});
                  function(unit, "helper", {"sleep"});
                },
                [](UnitBuilder& unit) {
                  unit.line = 500;
                  function(unit, "helper", {"free", "sleep"});
                  context(unit, "start", {"nap", "free", "helper"});
                }})
            .empty());
}

TEST_CASE("a step to a function that was called before is new if there are more of it", "[novelty]") {
  const auto program = [](const Lines& calls) -> Build {
    return [=](UnitBuilder& unit) {
      context(unit, "start", calls);
      function(unit, "helper", {"nap"});
    };
  };
  CHECK(caused({program({"helper"}), program({"helper", "helper"})}) ==
        Lines{"nap: start > helper [definite] updated"});
  CHECK(caused({program({"helper", "helper"}), program({"helper"})}).empty());
}

TEST_CASE("of equal steps, that on a changed line is the new one", "[novelty]") {
  const auto program = [](const Lines& calls) -> Build {
    return [=](UnitBuilder& unit) { context(unit, "start", calls); };
  };
  for (const std::uint32_t line : {2U, 3U, 4U}) {
    UnitBuilder former;
    program({"nap", "nap"})(former);
    UnitBuilder present;
    program({"nap", "nap", "nap"})(present);
    const auto old = analyse(former);
    const auto now = analyse(present);
    const auto novelty = find_novelty(survey(old.program, test_rules(), old.labels, old.witness, old.report),
                                      now.program, test_rules(), now.labels, now.witness, {{"/p/a.c", {{line, line}}}});
    JudgeOptions options;
    options.novelty = &novelty;
    const auto report = judge(now.program, test_rules(), now.labels, now.witness, options);
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].location.line == line);
  }
}

TEST_CASE("the way that is shown has a new part, though a shorter one has none", "[novelty]") {
  CHECK(caused({[](UnitBuilder& unit) {
                  context(unit, "start", {"helper"});
                  context(unit, "other", {"first"});
                  function(unit, "first", {"second"});
                  function(unit, "second", {});
                  function(unit, "helper", {"nap"});
                },
                [](UnitBuilder& unit) {
                  context(unit, "start", {"helper"});
                  context(unit, "other", {"first"});
                  function(unit, "first", {"second"});
                  function(unit, "second", {"helper"});
                  function(unit, "helper", {"nap"});
                }}) == Lines{"nap: other > first > second > helper [definite] updated"});
}

TEST_CASE("what becomes loop code is new", "[novelty]") {
  CHECK(caused({[](UnitBuilder& unit) {
                  function(unit, "start", {"helper"});
                  function(unit, "helper", {"nap"});
                },
                [](UnitBuilder& unit) {
                  context(unit, "start", {"helper"});
                  function(unit, "helper", {"nap"});
                }}) == Lines{"nap: start > helper [definite] new"});
}

TEST_CASE("a context that is sure now is new", "[novelty]") {
  const auto program = [](const std::string& annotation) -> Build {
    return [=](UnitBuilder& unit) { unit.define("start").annotate(annotation).calls("nap"); };
  };
  CHECK(caused({program("maybe_loop"), program("loop")}) == Lines{"nap: start [definite] updated"});
  CHECK(caused({program("loop"), program("maybe_loop")}).empty());
}

TEST_CASE("renamed functions are not new", "[novelty]") {
  const auto program = [](const std::string& start, const std::string& helper) -> Build {
    return [=](UnitBuilder& unit) {
      context(unit, start, {helper});
      function(unit, helper, {"inner", "sleep"});
      function(unit, "inner", {"nap"});
    };
  };
  CHECK(caused({program("start", "helper"), program("start", "renamed")}).empty());
  CHECK(caused({program("start", "helper"), program("begin", "helper")}).empty());
  CHECK(caused({program("start", "helper"), program("begin", "renamed")}).empty());
}

TEST_CASE("pulled-out and inlined functions are not new, what they gain is", "[novelty]") {
  const Build whole = [](UnitBuilder& unit) { context(unit, "start", {"nap", "nap", "free"}); };
  const Build split = [](UnitBuilder& unit) {
    context(unit, "start", {"part"});
    function(unit, "part", {"inner", "free"});
    function(unit, "inner", {"nap", "nap"});
  };
  CHECK(caused({whole, split}).empty());
  CHECK(caused({split, whole}).empty());
  CHECK(caused({whole, [](UnitBuilder& unit) {
                  context(unit, "start", {"part"});
                  function(unit, "part", {"inner", "free"});
                  function(unit, "inner", {"nap", "nap", "sleep"});
                }}) == Lines{"sleep: start > part > inner [definite] new"});
}

TEST_CASE("a new function that calls an old one is new, beside one that was pulled out", "[novelty]") {
  CHECK(caused({[](UnitBuilder& unit) {
                  context(unit, "start", {"helper"});
                  context(unit, "other", {"free"});
                  function(unit, "helper", {"nap"});
                },
                [](UnitBuilder& unit) {
                  context(unit, "start", {"part"});
                  context(unit, "other", {"fresh"});
                  function(unit, "part", {"helper"});
                  function(unit, "fresh", {"helper"});
                  function(unit, "helper", {"nap"});
                }}) == Lines{"nap: other > fresh > helper [definite] updated"});
}

TEST_CASE("other constants are another call", "[novelty]") {
  const auto program = [](std::int64_t value) -> Build {
    return [=](UnitBuilder& unit) { unit.define("start").annotate("loop").calls("nap", {number(value)}); };
  };
  CHECK(caused({program(1), program(1)}).empty());
  CHECK(caused({program(1), program(2)}) == Lines{"nap: start [definite] new"});
}

TEST_CASE("a caller that passes something blocking now is new", "[novelty]") {
  const auto program = [](std::int64_t value) -> Build {
    return [=](UnitBuilder& unit) {
      unit.define("start").annotate("loop").calls("wrapper", {number(value)});
      unit.define("other").annotate("loop").calls("wrapper", {number(7)});
      Argument handed_on;
      handed_on.constant = ConstantKind::parameter;
      unit.define("wrapper", 1).calls("poll", {handed_on});
    };
  };
  CHECK(caused({program(0), program(0)}).empty());
  CHECK(caused({program(7), program(0)}).empty());
  CHECK(caused({program(0), program(7)}) == Lines{"poll: start > wrapper [definite] updated"});
}

TEST_CASE("a removed comment and a loop around a call are the change's doing", "[novelty]") {
  const auto suppressed = [](bool hidden) -> Build {
    return [=](UnitBuilder& unit) {
      context(unit, "start", {"nap"});
      if (hidden) unit.suppress(unit.line);
    };
  };
  CHECK(caused({suppressed(true), suppressed(false)}) == Lines{"nap: start [definite] new"});
  CHECK(caused({suppressed(false), suppressed(true)}).empty());
  const auto looped = [](bool loop) -> Build {
    return [=](UnitBuilder& unit) {
      auto body = unit.define("start");
      body.annotate("loop");
      if (loop) body.begin_loop();
      body.calls("helper");
      function(unit, "helper", {"nap"});
    };
  };
  CHECK(caused({looped(false), looped(true)}) == Lines{"nap: start > helper [definite] updated"});
  CHECK(caused({looped(true), looped(false)}).empty());
}

TEST_CASE("a hand-made loop is a context of its own", "[novelty]") {
  const auto program = [](const Lines& inside, const Lines& outside) -> Build {
    return [=](UnitBuilder& unit) {
      auto body = unit.define("around");
      for (const auto& call : outside) body.calls(call);
      body.begin_loop().calls("wait_ready");
      for (const auto& call : inside) body.calls(call);
      function(unit, "helper", {"sleep"});
    };
  };
  CHECK(caused({program({"nap"}, {"helper"}), program({"nap"}, {"helper", "nap", "helper"})}).empty());
  CHECK(caused({program({}, {"helper"}), program({"helper"}, {"helper"})}) ==
        Lines{"sleep: around > helper [probable] new"});
  CHECK(caused({program({}, {"nap"}), program({"nap"}, {})}) == Lines{"nap: around [probable] new"});
}

TEST_CASE("a suppressed way is not the way of a change", "[novelty]") {
  const auto program = [](bool more, bool hidden) -> Build {
    return [=](UnitBuilder& unit) {
      context(unit, "start", {"helper"});
      context(unit, "other", more ? Lines{"helper"} : Lines{});
      if (hidden) unit.suppress(unit.line);
      function(unit, "helper", {"nap"});
    };
  };
  CHECK(caused({program(false, false), program(true, false)}) == Lines{"nap: other > helper [definite] updated"});
  CHECK(caused({program(false, false), program(true, true)}).empty());
}

TEST_CASE("many new functions that call each other come to an end", "[novelty]") {
  const Build tangle = [](UnitBuilder& unit) {
    context(unit, "start", {"f0"});
    for (int i = 0; i < 60; ++i) {
      auto body = unit.define("f" + std::to_string(i));
      for (int k = 0; k < 60; ++k) body.calls("f" + std::to_string(k));
      body.calls("nap");
    }
  };
  CHECK(caused({nothing, tangle}).size() == 60);
  CHECK(caused({tangle, tangle}).empty());
}

}  // namespace
}  // namespace stallhound
