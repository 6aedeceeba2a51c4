// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shards that carry a right checksum and wrong numbers: no field can hold what its readers could not stand, and what is
// accepted can be analysed.
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "catch.h"
#include "facts_builder.h"
#include "sample_unit.h"
#include "sealed_shard.h"
#include "store/bytes.h"

namespace stallhound {
namespace {

std::string error_of(std::string_view shard) {
  const auto result = decode(shard);
  return result.ok() ? "" : result.errors().at(0).message;
}

Body& body(TuFacts& facts, std::size_t index = 0) { return facts.bodies.at(index); }

struct Damage {
  const char* field;
  std::function<void(TuFacts&)> apply;
};

/// Any number of 32 bits that is no index into a small table, and not npos.
constexpr std::uint32_t nowhere = 0x7fffffff;

const std::vector<Damage>& damages_of_tables() {
  static const std::vector<Damage> all = {
      {"no types", [](TuFacts& f) { f = TuFacts{}, f.types.clear(); }},
      {"SourceLocation::file", [](TuFacts& f) { f.functions[0].location.file = 2; }},
      {"SourceLocation::file of a body", [](TuFacts& f) { body(f).location.file = nowhere; }},
      {"SourceLocation::file of a call", [](TuFacts& f) { body(f).sites[1].location.file = npos; }},
      {"SourceLocation::file of a loop", [](TuFacts& f) { body(f).loops[0].location.file = 2; }},
      {"SourceLocation::file of a flow", [](TuFacts& f) { f.flows[0].location.file = 2; }},
      {"SourceLocation::file of a suspension", [](TuFacts& f) { body(f, 2).suspensions[0].location.file = 2; }},
      {"SourceLocation::file of a comment", [](TuFacts& f) { f.suppressions[1].location.file = 2; }},
      {"no files", [](TuFacts& f) { f.files.clear(); }},
      {"TypeFact::arguments", [](TuFacts& f) { f.types.back().arguments = {nowhere}; }},
      {"TypeFact::arguments, none", [](TuFacts& f) { f.types[1].arguments = {npos}; }},
      {"SlotFact::type", [](TuFacts& f) { f.slots[0].type = static_cast<TypeIndex>(f.types.size()); }},
      {"SlotFact::kind", [](TuFacts& f) { f.slots[0].kind = static_cast<SlotKind>(5); }},
      {"FunctionFact::kind", [](TuFacts& f) { f.functions[0].kind = static_cast<FunctionKind>(5); }},
      {"FunctionFact::flags", [](TuFacts& f) { f.functions[0].flags |= fn_selector << 1; }},
      {"FunctionFact::parent", [](TuFacts& f) { f.functions[0].parent = nowhere; }},
      {"FunctionFact::result", [](TuFacts& f) { f.functions[0].result = nowhere; }},
      {"FunctionFact::parameters", [](TuFacts& f) { f.functions[0].parameters.push_back(nowhere); }},
      {"Suppression::kind", [](TuFacts& f) { f.suppressions[0].kind = static_cast<SuppressionKind>(4); }},
      {"TuFacts::status", [](TuFacts& f) { f.status = static_cast<UnitStatus>(3); }},
      {"TuFacts::flows, result of a call", [](TuFacts& f) { f.flows[0].sources[0] = result_value(0); }},
      {"Body::function", [](TuFacts& f) { body(f).function ^= 1; }},
  };
  return all;
}

const std::vector<Damage>& damages_of_bodies() {
  static const std::vector<Damage> all = {
      {"Value::kind", [](TuFacts& f) { body(f).sites[0].object.kind = static_cast<ValueKind>(4); }},
      {"Value::id of nothing", [](TuFacts& f) { body(f).sites[0].object = {ValueKind::none, 1}; }},
      {"Value::id of a result", [](TuFacts& f) { body(f).sites[0].object = result_value(5); }},
      {"Value::id of a large result", [](TuFacts& f) { body(f).sites[0].through = {ValueKind::result, ~0ULL}; }},
      {"Value::id in an argument", [](TuFacts& f) { body(f, 1).sites[1].arguments[0].place = result_value(2); }},
      {"Value::id in arguments", [](TuFacts& f) { body(f, 1).sites[1].arguments[0].values = {result_value(2)}; }},
      {"Value::id in a flow", [](TuFacts& f) { body(f).flows[0].sources = {result_value(5)}; }},
      {"Value::id in an origin", [](TuFacts& f) { body(f).origins[0].sources = {result_value(5)}; }},
      {"Argument::constant",
       [](TuFacts& f) { body(f, 1).sites[0].arguments[0].constant = static_cast<ConstantKind>(10); }},
      {"Argument::number of a truth value", [](TuFacts& f) { body(f, 1).sites[1].arguments[1].number = 2; }},
      {"Argument::number of a parameter", [](TuFacts& f) { body(f, 1).sites[0].arguments[0].number = -1; }},
      {"Argument::number of a large parameter",
       [](TuFacts& f) { body(f, 1).sites[0].arguments[0].number = std::int64_t{1} << 32; }},
      {"Argument::type", [](TuFacts& f) { body(f, 1).sites[0].arguments[0].type = nowhere; }},
      {"Site::kind", [](TuFacts& f) { body(f).sites[0].kind = static_cast<SiteKind>(6); }},
      {"Site::flags", [](TuFacts& f) { body(f).sites[0].flags |= site_exact << 1; }},
      {"Site::object_type", [](TuFacts& f) { body(f).sites[0].object_type = nowhere; }},
      {"Site::loop", [](TuFacts& f) { body(f).sites[0].loop = 2; }},
      {"Site::guard", [](TuFacts& f) { body(f).sites[0].guard = 2; }},
      {"Site::guard without guards", [](TuFacts& f) { body(f, 1).sites[0].guard = 0; }},
      {"Loop::parent, itself", [](TuFacts& f) { body(f).loops[0].parent = 0; }},
      {"Loop::parent, a circle", [](TuFacts& f) { body(f).loops[0].parent = 1; }},
      {"Loop::parent", [](TuFacts& f) { body(f).loops[1].parent = nowhere; }},
      {"Guard::parent, itself", [](TuFacts& f) { body(f).guards[1].parent = 1; }},
      {"Guard::parent, a circle", [](TuFacts& f) { body(f).guards[0].parent = 1; }},
      {"Guard::site", [](TuFacts& f) { body(f).guards[0].site = 5; }},
      {"Block::events, a call", [](TuFacts& f) { body(f, 2).blocks[0].events = {8}; }},
      {"Block::events, a suspension", [](TuFacts& f) { body(f, 2).blocks[0].events = {3}; }},
      {"Block::successors", [](TuFacts& f) { body(f, 2).blocks[1].successors = {2}; }},
      {"Suspension::kind", [](TuFacts& f) { body(f, 2).suspensions[0].kind = static_cast<SuspensionKind>(2); }},
      {"Suspension::operand", [](TuFacts& f) { body(f, 2).suspensions[0].operand = 4; }},
      {"Suspension::loop", [](TuFacts& f) { body(f, 2).suspensions[0].loop = 1; }},
      {"Suspension::before", [](TuFacts& f) { body(f, 2).suspensions[0].before = 5; }},
      {"Suspension::alive", [](TuFacts& f) { body(f, 2).suspensions[0].alive = {4}; }},
      {"ProbeHit::site", [](TuFacts& f) { body(f).probes.back().site = 5; }},
      {"Body::probes, order", [](TuFacts& f) { std::swap(body(f).probes[0], body(f).probes[1]); }},
  };
  return all;
}

TEST_CASE("a number that points nowhere is damage", "[shard]") {
  REQUIRE(error_of(encode(sample_unit())).empty());
  for (const auto* list : {&damages_of_tables(), &damages_of_bodies()}) {
    for (const auto& damage : *list) {
      INFO(damage.field);
      auto facts = sample_unit();
      damage.apply(facts);
      CHECK(error_of(encode(facts)) == "a damaged shard");
    }
  }
}

TEST_CASE("a truth value is 0 or 1", "[shard]") {
  const std::vector<Damage> flips = {
      {"FileFact::in_roots", [](TuFacts& f) { f.files[0].in_roots ^= true; }},
      {"TypeFact::is_pointer", [](TuFacts& f) { f.types[1].is_pointer ^= true; }},
      {"TypeFact::is_callable", [](TuFacts& f) { f.types[1].is_callable ^= true; }},
      {"Argument::defaulted", [](TuFacts& f) { body(f, 1).sites[0].arguments[0].defaulted ^= true; }},
      {"Argument::in_template", [](TuFacts& f) { body(f, 1).sites[0].arguments[0].in_template ^= true; }},
      {"Loop::endless", [](TuFacts& f) { body(f).loops[0].endless ^= true; }},
      {"Guard::answer", [](TuFacts& f) { body(f).guards[0].answer ^= true; }},
      {"Body::is_coroutine", [](TuFacts& f) { body(f).is_coroutine ^= true; }},
      {"Body::lazy", [](TuFacts& f) { body(f).lazy ^= true; }},
      {"Body::generator_like", [](TuFacts& f) { body(f).generator_like ^= true; }},
      {"Suppression::all_tools", [](TuFacts& f) { f.suppressions[0].all_tools ^= true; }},
  };
  const auto content = content_of(sample_unit());
  for (const auto& flip : flips) {
    INFO(flip.field);
    auto facts = sample_unit();
    flip.apply(facts);
    auto changed = content_of(facts);
    const auto at = std::mismatch(content.begin(), content.end(), changed.begin(), changed.end()).second;
    REQUIRE(at != changed.end());
    REQUIRE(error_of(sealed(changed)).empty());
    *at = 2;
    CHECK(error_of(sealed(changed)) == "a damaged shard");
  }
}

TEST_CASE("a number that does not fit its field is damage, not another number", "[shard]") {
  TuFacts facts = sample_unit();
  facts.suppressions[0].location.line = 0xffffffff;
  const auto content = content_of(facts);
  const std::string largest("\xff\xff\xff\xff\x0f", 5);
  const auto at = content.find(largest);
  REQUIRE(at != std::string::npos);
  const auto with = [&](std::string_view number) {
    auto changed = content;
    changed.replace(content.rfind(largest), largest.size(), number);
    return error_of(sealed(changed));
  };
  CHECK(with(largest).empty());
  CHECK(with("\xff\xff\xff\xff\x1f") == "a damaged shard");
  CHECK(with("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01") == "a damaged shard");
  CHECK(with("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f") == "a damaged shard");
}

TEST_CASE("a few bytes cannot ask for all memory", "[shard]") {
  // A long text, and files that are all called so.
  TuFacts facts;
  facts.main_file = std::string(std::size_t{1} << 20, 'x');
  for (int i = 0; i < 100; ++i) facts.files.push_back({facts.main_file, false});
  CHECK(error_of(encode(facts)).empty());
  for (int i = 0; i < 200; ++i) facts.files.push_back({facts.main_file, false});
  CHECK(error_of(encode(facts)) == "a damaged shard");
  // A list is made as long as it says at once, so what it says must fit into the bytes that are left.
  const std::string six_left(
      "\x03"
      "abcdef");
  for (const auto& [least, count] : {std::pair(1U, 3U), std::pair(2U, 3U), std::pair(3U, 0U)}) {
    storage::Reader reader(six_left);
    CHECK(reader.count(least) == count);
    CHECK(reader.ok() == (count != 0));
  }
}

/// Decodes and, where that works, does everything that a scan does. Whether it worked.
bool survives(const std::string& content) {
  auto facts = decode(sealed(content));
  if (!facts) {
    CHECK(facts.errors().at(0).message == "a damaged shard");
    return false;
  }
  std::vector<TuFacts> units{std::move(*facts), sample_unit()};
  const auto analysis = analyse(std::move(units), even_possible());
  return !analysis.program.units.empty();
}

TEST_CASE("what of a damaged shard is believed can be analysed", "[shard]") {
  const auto content = content_of(sample_unit());
  REQUIRE(survives(content));
  std::size_t believed = 0;
  std::size_t refused = 0;
  for (std::size_t at = 0; at < content.size(); ++at) {
    for (const std::string_view value :
         {std::string_view("\0", 1), std::string_view("\1"), std::string_view("\2"), std::string_view("\x7f"),
          std::string_view("\xff\xff\xff\xff\x0f"), std::string_view("\xff\xff\xff\xff\x07")}) {
      auto changed = content;
      changed.replace(at, 1, value);
      ++(survives(changed) ? believed : refused);
    }
  }
  CHECK(believed > content.size() / 2);
  CHECK(refused > content.size() / 2);
}

}  // namespace
}  // namespace stallhound
