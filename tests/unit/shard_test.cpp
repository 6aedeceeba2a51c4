// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shards: what is written comes back, and damage is noticed, whatever it hits.
#include <cstdint>
#include <limits>
#include <string>

#include "catch.h"
#include "facts_builder.h"
#include "sealed_shard.h"

namespace stallhound {
namespace {

/// Facts in which no field has its default, so that a forgotten or swapped field shows.
TuFacts rich_facts() {
  TuFacts facts;
  facts.main_file = "/p/src/a b.c";
  facts.status = UnitStatus::errors;
  facts.message = "/p/src/a b.c:1:2: expected ';'";
  facts.files = {{"/p/src/a b.c", true}, {"/usr/include/stdio.h", false}, {"", true}};
  facts.types.push_back({"std::vector", "list", {2, 1}, {"Base", "", "Base"}, true, false});
  facts.types.push_back({"int", "", {}, {}, false, true});
  FunctionFact function;
  function.id = 0xfedcba9876543210ULL;
  function.kind = FunctionKind::lambda;
  function.flags = fn_virtual | fn_blocking | fn_variable;
  function.name = "ns::f";
  function.display = "lambda in f()";
  function.location = {1, 4294967295U, 80};
  function.parent = 1;
  function.result = 2;
  function.parameters = {2, 0, 1};
  function.overrides = {1, 0xffffffffffffffffULL};
  function.annotations = {"stallhound::loop", "", "ns::f"};
  facts.functions = {function, FunctionFact{}};
  facts.slots = {{7, SlotKind::field, "ns::f", 1}, {0x8000000000000000ULL, SlotKind::result, "", 0}};
  Body body;
  body.function = function.id;
  body.location = {2, 3, 4};
  body.is_coroutine = true;
  body.generator_like = true;
  body.loops = {{npos, {0, 5, 6}, true}, {0, {0, 7, 8}, false}};
  Site site;
  site.kind = SiteKind::operator_;
  site.flags = site_virtual | site_loop_condition;
  site.callee = 9;
  site.through = {ValueKind::slot, 7};
  site.object = {ValueKind::result, 1};
  site.object_type = 1;
  site.location = {0, 10, 11};
  site.loop = 1;
  site.guard = 1;
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1}, std::int64_t{-64}, std::int64_t{64}, std::int64_t{-1000000},
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    Argument argument;
    argument.constant = ConstantKind::duration;
    argument.number = value;
    argument.text = "text " + std::to_string(value % 3);
    argument.type = 2;
    argument.values = {{ValueKind::function, 5}, {ValueKind::none, 0}};
    argument.place = {ValueKind::slot, 7};
    argument.defaulted = value < 0;
    site.arguments.push_back(argument);
  }
  body.sites = {site, Site{}};
  body.flows = {{7, {{ValueKind::function, 5}, {ValueKind::result, 0}}, {0, 12, 13}}, Flow{}};
  body.suspensions = {{SuspensionKind::yield, {0, 14, 15}, 1, 0, 2}, Suspension{}};
  body.guards = {{npos, 1, false}, {0, 0, true}};
  body.blocks = {{{0, 1, 3}, {1}}, Block{}};
  body.origins = {{8, {{ValueKind::result, 1}}, {0, 20, 21}}};
  body.probes = {{0, 0xfedcba9876543210ULL}, {1, 7}};
  facts.bodies = {body, Body{}};
  facts.probes = {7, 0xfedcba9876543210ULL};
  facts.flows = {{7, {{ValueKind::slot, 7}}, {1, 16, 17}}};
  facts.suppressions = {{SuppressionKind::end, {0, 18, 19}, true, {"stallhound", "stallhound-sleep"}, "because"}};
  return facts;
}

bool same(const SourceLocation& a, const SourceLocation& b) { return a == b; }

void check_equal(const Flow& a, const Flow& b) {
  CHECK(a.target == b.target);
  CHECK(a.sources == b.sources);
  CHECK(same(a.location, b.location));
}

/// Field by field, in words of its own: encode(decode(x)) == x alone would not notice a field that is never written.
void check_equal(const TuFacts& a, const TuFacts& b) {
  CHECK(a.main_file == b.main_file);
  CHECK(a.status == b.status);
  CHECK(a.message == b.message);
  CHECK(a.probes == b.probes);
  REQUIRE(a.files.size() == b.files.size());
  for (std::size_t i = 0; i < a.files.size(); ++i) {
    CHECK(a.files[i].path == b.files[i].path);
    CHECK(a.files[i].in_roots == b.files[i].in_roots);
  }
  REQUIRE(a.types.size() == b.types.size());
  for (std::size_t i = 0; i < a.types.size(); ++i) {
    CHECK(a.types[i].name == b.types[i].name);
    CHECK(a.types[i].alias == b.types[i].alias);
    CHECK(a.types[i].arguments == b.types[i].arguments);
    CHECK(a.types[i].bases == b.types[i].bases);
    CHECK(a.types[i].is_pointer == b.types[i].is_pointer);
    CHECK(a.types[i].is_callable == b.types[i].is_callable);
  }
  REQUIRE(a.functions.size() == b.functions.size());
  for (std::size_t i = 0; i < a.functions.size(); ++i) {
    const auto& x = a.functions[i];
    const auto& y = b.functions[i];
    CHECK(x.id == y.id);
    CHECK(x.kind == y.kind);
    CHECK(x.flags == y.flags);
    CHECK(x.name == y.name);
    CHECK(x.display == y.display);
    CHECK(same(x.location, y.location));
    CHECK(x.parent == y.parent);
    CHECK(x.result == y.result);
    CHECK(x.parameters == y.parameters);
    CHECK(x.overrides == y.overrides);
    CHECK(x.annotations == y.annotations);
  }
  REQUIRE(a.slots.size() == b.slots.size());
  for (std::size_t i = 0; i < a.slots.size(); ++i) {
    CHECK(a.slots[i].id == b.slots[i].id);
    CHECK(a.slots[i].kind == b.slots[i].kind);
    CHECK(a.slots[i].name == b.slots[i].name);
    CHECK(a.slots[i].type == b.slots[i].type);
  }
  REQUIRE(a.bodies.size() == b.bodies.size());
  for (std::size_t i = 0; i < a.bodies.size(); ++i) {
    const auto& x = a.bodies[i];
    const auto& y = b.bodies[i];
    CHECK(x.function == y.function);
    CHECK(same(x.location, y.location));
    CHECK(x.is_coroutine == y.is_coroutine);
    CHECK(x.generator_like == y.generator_like);
    REQUIRE(x.loops.size() == y.loops.size());
    for (std::size_t k = 0; k < x.loops.size(); ++k) {
      CHECK(x.loops[k].parent == y.loops[k].parent);
      CHECK(same(x.loops[k].location, y.loops[k].location));
      CHECK(x.loops[k].endless == y.loops[k].endless);
    }
    REQUIRE(x.sites.size() == y.sites.size());
    for (std::size_t k = 0; k < x.sites.size(); ++k) {
      CHECK(x.sites[k].kind == y.sites[k].kind);
      CHECK(x.sites[k].flags == y.sites[k].flags);
      CHECK(x.sites[k].callee == y.sites[k].callee);
      CHECK(x.sites[k].through == y.sites[k].through);
      CHECK(x.sites[k].object == y.sites[k].object);
      CHECK(x.sites[k].object_type == y.sites[k].object_type);
      CHECK(same(x.sites[k].location, y.sites[k].location));
      CHECK(x.sites[k].loop == y.sites[k].loop);
      CHECK(x.sites[k].guard == y.sites[k].guard);
      CHECK(x.sites[k].arguments == y.sites[k].arguments);
    }
    REQUIRE(x.flows.size() == y.flows.size());
    for (std::size_t k = 0; k < x.flows.size(); ++k) check_equal(x.flows[k], y.flows[k]);
    CHECK(x.probes == y.probes);
    REQUIRE(x.origins.size() == y.origins.size());
    for (std::size_t k = 0; k < x.origins.size(); ++k) check_equal(x.origins[k], y.origins[k]);
    REQUIRE(x.guards.size() == y.guards.size());
    for (std::size_t k = 0; k < x.guards.size(); ++k) {
      CHECK(x.guards[k].parent == y.guards[k].parent);
      CHECK(x.guards[k].site == y.guards[k].site);
      CHECK(x.guards[k].answer == y.guards[k].answer);
    }
    REQUIRE(x.blocks.size() == y.blocks.size());
    for (std::size_t k = 0; k < x.blocks.size(); ++k) {
      CHECK(x.blocks[k].events == y.blocks[k].events);
      CHECK(x.blocks[k].successors == y.blocks[k].successors);
    }
    REQUIRE(x.suspensions.size() == y.suspensions.size());
    for (std::size_t k = 0; k < x.suspensions.size(); ++k) {
      CHECK(x.suspensions[k].kind == y.suspensions[k].kind);
      CHECK(same(x.suspensions[k].location, y.suspensions[k].location));
      CHECK(x.suspensions[k].operand == y.suspensions[k].operand);
      CHECK(x.suspensions[k].loop == y.suspensions[k].loop);
      CHECK(x.suspensions[k].before == y.suspensions[k].before);
    }
  }
  REQUIRE(a.flows.size() == b.flows.size());
  for (std::size_t i = 0; i < a.flows.size(); ++i) check_equal(a.flows[i], b.flows[i]);
  REQUIRE(a.suppressions.size() == b.suppressions.size());
  for (std::size_t i = 0; i < a.suppressions.size(); ++i) {
    CHECK(a.suppressions[i].kind == b.suppressions[i].kind);
    CHECK(same(a.suppressions[i].location, b.suppressions[i].location));
    CHECK(a.suppressions[i].all_tools == b.suppressions[i].all_tools);
    CHECK(a.suppressions[i].checks == b.suppressions[i].checks);
    CHECK(a.suppressions[i].reason == b.suppressions[i].reason);
  }
}

std::string error_of(std::string_view bytes) {
  const auto result = decode(bytes);
  return result.ok() ? "" : result.errors().at(0).message;
}

TEST_CASE("facts come back from a shard as they were", "[shard]") {
  const TuFacts facts = rich_facts();
  const auto back = decode(encode(facts));
  REQUIRE(back.ok());
  check_equal(*back, facts);
  CHECK(encode(*back) == encode(facts));
}

TEST_CASE("empty facts come back", "[shard]") {
  const auto back = decode(encode(TuFacts{}));
  REQUIRE(back.ok());
  check_equal(*back, TuFacts{});
}

TEST_CASE("equal strings are written once", "[shard]") {
  const std::string text(1000, 'x');
  TuFacts once;
  once.message = text;
  TuFacts often = once;
  often.main_file = text;
  for (int i = 0; i < 100; ++i) often.files.push_back({text, true});
  CHECK(encode(often).size() < encode(once).size() + 400);
  const auto back = decode(encode(often));
  REQUIRE(back.ok());
  CHECK(back->files.at(99).path == text);
}

TEST_CASE("strings may hold any bytes", "[shard]") {
  TuFacts facts;
  facts.main_file = std::string("a\0b\xff\n", 5);
  const auto back = decode(encode(facts));
  REQUIRE(back.ok());
  CHECK(back->main_file == facts.main_file);
}

TEST_CASE("a large unit comes back", "[shard]") {
  UnitBuilder unit;
  for (int i = 0; i < 3000; ++i) unit.define("function number " + std::to_string(i)).calls("nap", {number(-i)});
  const auto back = decode(encode(unit.facts));
  REQUIRE(back.ok());
  CHECK(back->bodies.size() == 3000);
  CHECK(back->bodies[2999].sites.at(0).arguments.at(0).number == -2999);
  CHECK(encode(*back) == encode(unit.facts));
}

TEST_CASE("what is no shard is refused", "[shard]") {
  CHECK(error_of("") == "not a shard");
  CHECK(error_of("STHF") == "not a shard");
  CHECK(error_of(std::string(1000, '\0')) == "not a shard");
  CHECK(error_of("CPCH" + encode(TuFacts{}).substr(4)) == "not a shard");
}

TEST_CASE("another format is refused", "[shard]") {
  auto bytes = encode(rich_facts());
  bytes[4] = static_cast<char>(shard_format + 1);
  CHECK(error_of(bytes) == "a shard of another format");
}

TEST_CASE("every cut is noticed", "[shard]") {
  const auto bytes = encode(rich_facts());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO(size);
    CHECK(!decode(std::string_view(bytes).substr(0, size)).ok());
  }
  CHECK(error_of(std::string_view(bytes).substr(0, bytes.size() - 1)) == "a shard that was cut off");
  CHECK(error_of(bytes + "x") == "a shard that was cut off");
}

TEST_CASE("every changed byte is noticed", "[shard]") {
  const auto bytes = encode(rich_facts());
  std::size_t unnoticed = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      auto damaged = bytes;
      if (damaged[at] == static_cast<char>(value)) continue;
      damaged[at] = static_cast<char>(value);
      unnoticed += decode(damaged).ok();
    }
  }
  CHECK(unnoticed == 0);
}

TEST_CASE("nonsense under a right checksum does no harm", "[shard]") {
  const auto content = encode(rich_facts()).substr(24);
  REQUIRE(sealed(content) == encode(rich_facts()));
  // Cut anywhere: always an error, for something is missing.
  for (std::size_t size = 0; size < content.size(); ++size) {
    INFO(size);
    CHECK(error_of(sealed(content.substr(0, size))) == "a damaged shard");
  }
  // Any byte changed: an error or other facts, but no crash and no endless list.
  for (std::size_t at = 0; at < content.size(); ++at) {
    for (const int value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
      auto changed = content;
      changed[at] = static_cast<char>(value);
      const auto result = decode(sealed(changed));
      if (!result.ok()) CHECK(result.errors().at(0).message == "a damaged shard");
    }
  }
  CHECK(error_of(sealed(content + '\0')) == "a damaged shard");
  CHECK(error_of(sealed(std::string(64, '\xff'))) == "a damaged shard");
}

}  // namespace
}  // namespace stallhound
