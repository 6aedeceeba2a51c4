// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A unit in which every number of facts.h says something, to be damaged.
#pragma once

#include "facts_builder.h"

namespace stallhound {

/// Loops, branches on calls and on a parameter, and a hop in a coroutine.
inline void add_sample_bodies(UnitBuilder& unit) {
  auto timer = unit.define("on_timer", 1);
  timer.annotate("loop").begin_loop().begin_loop().calls("helper").calls("mode", {number(1)}).end_loop().end_loop();
  timer.calls("odd_call").matches("odd").calls("nap").matches("narrow");
  timer.body().guards = {{npos, 0, true}, {0, npos, true, 0, 3}};
  timer.site().guard = 1;
  timer.site().object = result_value(1);
  timer.site().object_type = unit.type("Store");
  timer.stores("handler", function_value("nap")).stores("handler", result_value(0));
  timer.body().origins = {{place_id("handler"), {result_value(1)}, unit.next_place()}};
  timer.calls_through(place_value("handler"), {passing("helper"), passing(result_value(0))});

  auto helper = unit.define("helper", 1);
  Argument handed_on;
  handed_on.constant = ConstantKind::parameter;
  handed_on.place = parameter_value("helper", 0);
  handed_on.type = unit.type("int");
  Argument flag;
  flag.constant = ConstantKind::boolean;
  flag.number = 1;
  helper.calls("mode", {handed_on}).calls("poll", {number(-1), flag}).returns(parameter_value("helper", 0));

  auto session = unit.define("session");
  session.coroutine("Task").calls("lock").calls("nap").begin_loop().calls("hop").awaits().end_loop().calls("sleep");
  session.body().suspensions.front().alive = {0};
  session.body().blocks = {{{0, 2}, {1}}, {{4, 1, 6}, {1, 0}}};
}

/// A unit in which every field of facts.h that is a number says something.
inline TuFacts sample_unit() {
  UnitBuilder unit;
  unit.facts.files.push_back({"/p/b.h", true});
  add_sample_bodies(unit);
  unit.overrides("Mine::handle", "Handler::handle");
  unit.define("Mine::handle", 1).calls("hang");
  unit.define("main").calls("on_loop", {passing("helper")}).calls("on_thread", {passing("on_timer")});
  unit.holds("table", {"helper", "nap"});
  const auto list = unit.type("List");
  const auto item = unit.type("Item");
  unit.facts.types[list].arguments = {item};
  unit.facts.types[list].bases = {"Base"};
  for (auto& function : unit.facts.functions) {
    function.location.file = 1;
    function.parent = list;
    function.result = function.result == 0 ? item : function.result;
    for (auto& parameter : function.parameters) parameter = list;
  }
  for (auto& slot : unit.facts.slots) slot.type = item;
  unit.suppress(3, {"stallhound-sleep"});
  unit.suppress(5, {"stallhound"}, SuppressionKind::begin);
  unit.facts.probes = {digest("odd"), digest("narrow")};
  return unit.facts;
}

}  // namespace stallhound
