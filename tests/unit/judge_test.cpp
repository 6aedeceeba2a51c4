// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From reached calls to a report: severities, suppressions, contexts, fingerprints, exit codes.
#include <set>

#include "catch.h"
#include "facts_builder.h"

namespace stallhound {
namespace {

const Finding& only(const Analysis& all) {
  for (const auto& line : stories(all)) UNSCOPED_INFO(line);
  REQUIRE(all.report.findings.size() == 1);
  return all.report.findings[0];
}

JudgeOptions fail_on(Severity severity) {
  JudgeOptions options;
  options.fail_on = severity;
  return options;
}

Lines problems(const Analysis& all) {
  Lines lines;
  for (const auto& problem : all.report.problems)
    lines.push_back(problem.kind + " " + problem.file + " " + problem.message);
  return lines;
}

// ---- severity ------------------------------------------------------------------------------------------------------

TEST_CASE("cost decides severity, and a loop around the call raises it", "[judge]") {
  const auto severity = [](const std::string& call, bool looped) {
    UnitBuilder unit;
    auto body = unit.define("start");
    body.annotate("loop");
    if (looped) body.begin_loop();
    body.calls(call);
    const auto all = analyse(unit);
    CHECK(only(all).in_loop == looped);
    return only(all).severity;
  };
  CHECK(severity("blink", false) == Severity::note);
  CHECK(severity("blink", true) == Severity::warning);
  CHECK(severity("nap", false) == Severity::warning);
  CHECK(severity("nap", true) == Severity::error);
  CHECK(severity("sleep", false) == Severity::error);
  CHECK(severity("hang", false) == Severity::error);
  CHECK(severity("hang", true) == Severity::error);
}

TEST_CASE("a path through a loop raises the severity, once", "[judge]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").begin_loop().calls("each");
  unit.define("each").begin_loop().begin_loop().calls("leaf");
  unit.define("leaf").calls("blink");
  const auto all = analyse(unit);
  CHECK(only(all).in_loop);
  CHECK(only(all).cost == Cost::milliseconds);
}

TEST_CASE("a loop beside the path raises nothing", "[judge]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").begin_loop().calls("fine").end_loop().calls("leaf");
  unit.define("fine");
  unit.define("leaf").calls("nap");
  CHECK(!only(analyse(unit)).in_loop);
}

TEST_CASE("a loop that gives way raises nothing, one inside of it does", "[judge]") {
  UnitBuilder unit;
  auto body = unit.define("session").coroutine("Task");
  body.begin_loop().calls("read").awaits().calls("nap").begin_loop().calls("sleep").end_loop().end_loop();
  const auto all = analyse(unit);
  REQUIRE(all.report.findings.size() == 2);
  CHECK(!all.report.findings[0].in_loop);
  CHECK(all.report.findings[1].in_loop);
}

TEST_CASE("a step out of the event loop raises nothing", "[judge]") {
  UnitBuilder unit;
  unit.define("run").begin_loop().calls("wait_ready").calls("dispatch").end_loop();
  unit.define("dispatch").calls("nap");
  CHECK(!only(analyse(unit)).in_loop);
}

TEST_CASE("the event loop itself raises nothing, a loop inside of it does", "[judge]") {
  UnitBuilder unit;
  unit.define("run").begin_loop().calls("wait_ready").calls("nap").begin_loop().calls("sleep").calls("each").end_loop();
  unit.define("each").calls("blink");
  const auto all = analyse(unit);
  REQUIRE(all.report.findings.size() == 3);
  CHECK(!all.report.findings[0].in_loop);
  CHECK(all.report.findings[1].in_loop);
  CHECK(all.report.findings[2].in_loop);
}

// ---- contexts ------------------------------------------------------------------------------------------------------

TEST_CASE("further contexts are counted, and the nearest are listed", "[judge]") {
  for (const unsigned count : {1U, 2U, 9U, 10U, 40U}) {
    UnitBuilder unit;
    for (unsigned i = 0; i < count; ++i) unit.define("start" + std::to_string(100 + i)).annotate("loop").calls("leaf");
    unit.define("leaf").calls("nap");
    const auto all = analyse(unit);
    CHECK(only(all).more_contexts_count == count - 1);
    CHECK(only(all).more_contexts.size() == std::min(count - 1, 8U));
    CHECK(only(all).context.function == "start100");
    CHECK(all.report.summary.contexts == count);
  }
}

TEST_CASE("contexts that are too unsure to be shown are no further contexts", "[judge]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("leaf");
  unit.define("perhaps").annotate("perhaps_loop").calls("leaf");
  unit.define("maybe").annotate("maybe_loop").calls("leaf");
  unit.define("leaf").calls("nap");
  CHECK(only(analyse(unit)).more_contexts_count == 1);
  CHECK(only(analyse(unit, even_possible())).more_contexts_count == 2);
  UnitBuilder steps;
  steps.overrides("A::run", "Base::run");
  steps.overrides("B::run", "Base::run");
  steps.define("start").annotate("loop").calls("A::run");
  steps.define("other").annotate("loop").calls_virtual("Base::run");
  steps.define("A::run").calls("nap");
  steps.define("B::run");
  JudgeOptions definite;
  definite.analyze.confidence = Confidence::definite;
  CHECK(only(analyse(steps)).more_contexts_count == 1);
  CHECK(only(analyse(steps, definite)).more_contexts_count == 0);
}

TEST_CASE("the nearest of the further contexts comes first", "[judge]") {
  UnitBuilder unit;
  unit.define("far").annotate("loop").calls("step");
  unit.define("step").calls("leaf");
  unit.define("near").annotate("loop").calls("leaf");
  unit.define("at").annotate("loop").calls("leaf");
  unit.define("leaf").calls("nap");
  const auto all = analyse(unit);
  const auto& finding = only(all);
  CHECK(finding.context.function == "at");
  REQUIRE(finding.more_contexts.size() == 2);
  CHECK(finding.more_contexts[0].function == "near");
  CHECK(finding.more_contexts[1].function == "far");
}

TEST_CASE("the last coroutine on the path is where an offload belongs", "[judge]") {
  UnitBuilder unit;
  unit.define("session").coroutine("Task").calls("parse");
  unit.define("parse").calls("load");
  unit.define("load").calls("nap");
  const auto all = analyse(unit);
  CHECK(only(all).boundary == 0);
  CHECK(only(all).path.size() == 3);
}

TEST_CASE("the fix speaks the language of the context's framework", "[judge]") {
  UnitBuilder unit;
  unit.define("main").calls("on_loop", {passing("cb")});
  unit.define("cb").calls("nap");
  CHECK(only(analyse(unit)).fix == "use fw_timer");
}

// ---- suppressions --------------------------------------------------------------------------------------------------

struct Chain {
  UnitBuilder unit;
  std::uint32_t context = 0;  ///< Lines of the context, of the call on its way, of the blocking call.
  std::uint32_t step = 0;
  std::uint32_t call = 0;
};

Chain chain() {
  Chain chain;
  auto start = chain.unit.define("start");
  chain.context = chain.unit.line;
  start.annotate("loop").calls("leaf");
  chain.step = start.line();
  auto leaf = chain.unit.define("leaf");
  leaf.calls("nap");
  chain.call = leaf.line();
  return chain;
}

TEST_CASE("a NOLINT hides at the call, on the way, and at the context", "[judge]") {
  for (const auto member : {&Chain::context, &Chain::step, &Chain::call}) {
    auto code = chain();
    code.unit.suppress(code.*member);
    const auto all = analyse(code.unit);
    CHECK(stories(all) == Lines{"nap: start > leaf [definite] (hidden)"});
    CHECK(only(all).suppressed.at(0).location.line == code.*member);
    CHECK(problems(all).empty());
    CHECK(all.report.verdict.exit_code == 0);
    CHECK(all.report.summary.findings == 0);
    CHECK(all.report.summary.suppressed == 1);
  }
}

TEST_CASE("a NOLINT anywhere else hides nothing and is reported", "[judge]") {
  auto code = chain();
  code.unit.suppress(code.unit.line + 1);
  const auto all = analyse(code.unit);
  CHECK(stories(all) == Lines{"nap: start > leaf [definite]"});
  CHECK(problems(all) == Lines{"unused-suppression a.c line 5: this NOLINT comment hides nothing"});
}

TEST_CASE("a NOLINT names all of stallhound, a category, a rule, or a pattern", "[judge]") {
  const auto hidden = [](const std::string& check) {
    auto code = chain();
    code.unit.suppress(code.call, {check});
    return !only(analyse(code.unit)).suppressed.empty();
  };
  CHECK(hidden("stallhound"));
  CHECK(hidden("stallhound-sleep"));
  CHECK(hidden("stallhound-sleep-t"));
  CHECK(hidden("stallhound-*"));
  CHECK(hidden("stallhound-sl*"));
  CHECK(!hidden("stallhound-wait"));
  CHECK(!hidden("stallhound-sleep-other"));
  CHECK(!hidden("stallhound-slee"));
  CHECK(!hidden("stallhoundish"));
}

TEST_CASE("a bare NOLINT counts and is never reported as unused", "[judge]") {
  auto code = chain();
  code.unit.suppress(code.call, {}, SuppressionKind::line, true);
  CHECK(!only(analyse(code.unit)).suppressed.empty());
  auto other = chain();
  other.unit.suppress(other.call + 1, {}, SuppressionKind::line, true);
  CHECK(only(analyse(other.unit)).suppressed.empty());
  CHECK(problems(analyse(other.unit)).empty());
}

TEST_CASE("where reasons are required, comments without one hide nothing", "[judge]") {
  JudgeOptions required;
  required.require_reason = true;
  for (const auto member : {&Chain::context, &Chain::step, &Chain::call}) {
    auto code = chain();
    code.unit.suppress(code.*member);
    auto all = analyse(code.unit, required);
    CHECK(stories(all) == Lines{"nap: start > leaf [definite]"});
    CHECK(all.report.verdict.exit_code == 1);
    CHECK(problems(all) == Lines{"suppression-without-reason a.c line " + std::to_string(code.*member) +
                                 ": this NOLINT comment hides nothing, since it gives no reason after a colon"});
    code.unit.facts.suppressions[0].reason = "measured";
    all = analyse(code.unit, required);
    CHECK(stories(all) == Lines{"nap: start > leaf [definite] (hidden)"});
    CHECK(problems(all).empty());
  }
}

TEST_CASE("required reasons: bare comments need one, useless ones are useless with or without", "[judge]") {
  JudgeOptions required;
  required.require_reason = true;
  auto bare = chain();
  bare.unit.suppress(bare.call, {}, SuppressionKind::line, true);
  CHECK(only(analyse(bare.unit, required)).suppressed.empty());
  CHECK(problems(analyse(bare.unit, required)).size() == 1);
  auto useless = chain();
  useless.unit.suppress(useless.call + 1);
  CHECK(problems(analyse(useless.unit, required)) ==
        Lines{"unused-suppression a.c line 5: this NOLINT comment hides nothing"});
  // A second comment with a reason does the work.
  auto both = chain();
  both.unit.suppress(both.call);
  both.unit.suppress(both.call - 1, {"stallhound"}, SuppressionKind::next_line);
  both.unit.facts.suppressions[1].reason = "measured";
  CHECK(!only(analyse(both.unit, required)).suppressed.empty());
}

TEST_CASE("a comment on the way of a further context is of use", "[judge]") {
  UnitBuilder unit;
  unit.define("near").annotate("loop").calls("leaf");
  auto far = unit.define("far");
  far.annotate("loop").calls("step");
  unit.suppress(far.line());
  unit.define("step").calls("leaf");
  unit.define("leaf").calls("nap");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"nap: near > leaf [definite]"});
  CHECK(only(all).more_contexts_count == 0);
  CHECK(problems(all).empty());
}

TEST_CASE("a comment on a way that no loop code takes is of no use", "[judge]") {
  UnitBuilder unit;
  unit.define("near").annotate("loop").calls("leaf");
  auto worker = unit.define("worker");
  worker.calls("leaf");
  unit.suppress(worker.line());
  unit.define("leaf").calls("nap");
  CHECK(problems(analyse(unit)).size() == 1);
}

TEST_CASE("NOLINTNEXTLINE hides the line below, and no other", "[judge]") {
  auto code = chain();
  code.unit.suppress(code.call - 1, {"stallhound"}, SuppressionKind::next_line);
  CHECK(!only(analyse(code.unit)).suppressed.empty());
  auto other = chain();
  other.unit.suppress(other.call, {"stallhound"}, SuppressionKind::next_line);
  CHECK(only(analyse(other.unit)).suppressed.empty());
}

TEST_CASE("NOLINTBEGIN hides up to its NOLINTEND", "[judge]") {
  const auto hidden = [](std::uint32_t begin, std::uint32_t end, const std::string& end_check) {
    auto code = chain();
    code.unit.suppress(begin, {"stallhound"}, SuppressionKind::begin);
    code.unit.suppress(end, {end_check}, SuppressionKind::end);
    return !only(analyse(code.unit)).suppressed.empty();
  };
  const auto call = chain().call;
  CHECK(hidden(call, call, "stallhound"));
  CHECK(hidden(call - 1, call + 1, "stallhound"));
  CHECK(!hidden(call + 1, call + 5, "stallhound"));
  // On the line of the called function, which is neither the context nor a call.
  CHECK(!hidden(call - 1, call - 1, "stallhound"));
  // An end of another list does not close the block.
  CHECK(hidden(call - 1, call - 1, "stallhound-wait"));
}

TEST_CASE("another way around a suppressed step is shown", "[judge]") {
  UnitBuilder unit;
  auto start = unit.define("start");
  start.annotate("loop").calls("leaf");
  unit.suppress(start.line());
  unit.define("other").annotate("loop").calls("step");
  unit.define("step").calls("leaf");
  unit.define("leaf").calls("nap");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"nap: other > step > leaf [definite]"});
  CHECK(problems(all).empty());
  CHECK(all.report.verdict.exit_code == 1);
}

TEST_CASE("another way around a suppressed context is shown", "[judge]") {
  UnitBuilder unit;
  unit.define("a").annotate("loop").calls("leaf");
  unit.suppress(1);
  unit.define("b").annotate("loop").calls("leaf");
  unit.define("leaf").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: b > leaf [definite]"});
}

TEST_CASE("all ways suppressed is suppressed", "[judge]") {
  UnitBuilder unit;
  auto a = unit.define("a");
  a.annotate("loop").calls("leaf");
  unit.suppress(a.line());
  auto b = unit.define("b");
  b.annotate("loop").calls("leaf");
  unit.suppress(b.line());
  unit.define("leaf").calls("nap");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"nap: a > leaf [definite] (hidden)"});
  CHECK(problems(all).empty());
}

TEST_CASE("around a suppressed step the surest way is shown, not the shortest", "[judge]") {
  UnitBuilder unit;
  unit.overrides("Leaf::run", "Base::run");
  unit.overrides("Other::run", "Base::run");
  auto start = unit.define("start");
  start.annotate("loop").calls("Leaf::run");
  unit.suppress(start.line());
  unit.define("maybe").annotate("loop").calls_virtual("Base::run");
  unit.define("surely").annotate("loop").calls("step");
  unit.define("step").calls("Leaf::run");
  unit.define("Leaf::run").calls("nap");
  unit.define("Other::run");
  CHECK(stories(analyse(unit)) == Lines{"nap: surely > step > Leaf::run [definite]"});
}

TEST_CASE("a suppressed way does not vanish behind one that is too unsure to show", "[judge]") {
  UnitBuilder unit;
  auto start = unit.define("start");
  start.annotate("loop").calls("leaf");
  unit.suppress(start.line());
  unit.define("perhaps").annotate("perhaps_loop").calls("leaf");
  unit.define("leaf").calls("nap");
  const auto all = analyse(unit);
  CHECK(stories(all) == Lines{"nap: start > leaf [definite] (hidden)"});
  CHECK(all.report.summary.suppressed == 1);
}

TEST_CASE("another certain way around is not lost behind a shorter unsure one", "[judge]") {
  UnitBuilder unit;
  auto start = unit.define("start");
  start.annotate("loop").calls("leaf");
  unit.suppress(start.line());
  unit.define("perhaps").annotate("perhaps_loop").calls("leaf");
  unit.define("surely").annotate("loop").calls("step");
  unit.define("step").calls("leaf");
  unit.define("leaf").calls("nap");
  CHECK(stories(analyse(unit)) == Lines{"nap: surely > step > leaf [definite]"});
}

// ---- fingerprints --------------------------------------------------------------------------------------------------

std::string fingerprint_with_lines(std::uint32_t lines_before, const std::string& file = "/p/a.c",
                                   const std::string& call = "nap", const std::string& context = "start") {
  UnitBuilder unit(file);
  unit.line = lines_before;
  unit.define(context).annotate("loop").calls("leaf");
  unit.line += lines_before;
  unit.define("leaf").calls(call);
  return only(analyse(unit)).fingerprint;
}

TEST_CASE("a fingerprint knows neither lines nor files", "[judge]") {
  const auto print = fingerprint_with_lines(0);
  CHECK(print.size() == 16);
  CHECK(print.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(fingerprint_with_lines(100) == print);
  CHECK(fingerprint_with_lines(0, "/p/sub/other.c") == print);
  CHECK(fingerprint_with_lines(0, "/p/a.c", "hang") != print);
  CHECK(fingerprint_with_lines(0, "/p/a.c", "nap", "another") != print);
}

TEST_CASE("equal calls of one function have different fingerprints", "[judge]") {
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("nap").calls("nap").calls("nap");
  const auto all = analyse(unit);
  std::set<std::string> prints;
  for (const auto& finding : all.report.findings) prints.insert(finding.fingerprint);
  CHECK(prints.size() == 3);
  // One more after them does not change the others.
  UnitBuilder more;
  more.define("start").annotate("loop").calls("nap").calls("nap").calls("nap").calls("nap");
  const auto longer = analyse(more);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(longer.report.findings[i].fingerprint == all.report.findings[i].fingerprint);
}

// ---- exit codes ----------------------------------------------------------------------------------------------------

TEST_CASE("exit codes", "[judge]") {
  const auto code = [](const std::string& call, const JudgeOptions& options = {}, const std::string& context = "loop",
                       UnitStatus status = UnitStatus::ok) {
    UnitBuilder unit;
    unit.define("start").annotate(context).calls(call);
    unit.facts.status = status;
    return analyse(unit, options).report.verdict.exit_code;
  };
  CHECK(code("fine") == 0);
  CHECK(code("nap") == 1);
  CHECK(code("blink") == 0);
  CHECK(code("blink", fail_on(Severity::note)) == 1);
  CHECK(code("nap", fail_on(Severity::error)) == 0);
  CHECK(code("hang", fail_on(Severity::error)) == 1);
  // Only what is certain fails.
  CHECK(code("hang", {}, "maybe_loop") == 0);
  // An incomplete analysis is no success, but a finding says more.
  CHECK(code("fine", {}, "loop", UnitStatus::errors) == 3);
  CHECK(code("fine", {}, "loop", UnitStatus::failed) == 3);
  CHECK(code("hang", {}, "maybe_loop", UnitStatus::errors) == 3);
  CHECK(code("nap", {}, "loop", UnitStatus::errors) == 1);
}

TEST_CASE("the summary counts what the findings say", "[judge]") {
  UnitBuilder unit;
  unit.define("a").annotate("loop").calls("nap").calls("hang").calls("blink");
  unit.define("b").annotate("loop").calls("nap");
  unit.suppress(unit.line);
  const auto all = analyse(unit);
  const auto& summary = all.report.summary;
  CHECK(summary.translation_units == 1);
  CHECK(summary.functions == 2);
  CHECK(summary.findings == 3);
  CHECK(summary.suppressed == 1);
  CHECK(summary.by_category ==
        std::map<Category, std::uint64_t>{{Category::sleep, 1}, {Category::wait, 1}, {Category::system_info, 1}});
  CHECK(summary.by_severity ==
        std::map<Severity, std::uint64_t>{{Severity::note, 1}, {Severity::warning, 1}, {Severity::error, 1}});
  REQUIRE(summary.slowest.size() == 1);
  CHECK(summary.slowest[0].function == "a");
  CHECK(summary.slowest[0].findings == 3);
  CHECK(summary.slowest[0].worst == Cost::unbounded);
}

TEST_CASE("findings are sorted by place and files are relative to the root", "[judge]") {
  std::vector<TuFacts> units;
  for (const std::string file : {"/p/z.c", "/p/sub/b.c", "/elsewhere/a.c", "/p2/c.c"}) {
    UnitBuilder unit(file);
    unit.define("start in " + file).annotate("loop").calls("nap").calls("hang");
    units.push_back(unit.facts);
  }
  Lines files;
  for (const auto& finding : analyse(units).report.findings) {
    files.push_back(finding.location.file + ":" + std::to_string(finding.location.line));
  }
  CHECK(files == Lines{"/elsewhere/a.c:2", "/elsewhere/a.c:3", "/p2/c.c:2", "/p2/c.c:3", "sub/b.c:2", "sub/b.c:3",
                       "z.c:2", "z.c:3"});
}

TEST_CASE("copies of a call at one place are one finding", "[judge]") {
  // A static function of a header: one per unit.
  std::vector<TuFacts> units;
  for (const std::string name : {"b", "a"}) {
    UnitBuilder unit("/p/" + name + ".c");
    unit.facts.files.push_back({"/p/shared.h", true});
    unit.define("start_" + name).annotate("loop").calls("copy_" + name);
    auto body = unit.define("copy_" + name);
    body.calls("nap");
    body.body().location = {1, 3, 1};
    body.site().location = {1, 4, 3};
    units.push_back(unit.facts);
  }
  CHECK(stories(analyse(units)) == Lines{"nap: start_a > copy_a [definite]"});
}

}  // namespace
}  // namespace stallhound
