// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Baselines: their text form, and what is new, known, newly reached or fixed since one.
#include "store/baseline.h"
#include "catch.h"
#include "facts_builder.h"

namespace stallhound {
namespace {

// ---- the file ------------------------------------------------------------------------------------------------------

const BaselineEntry nap{"sleep/t", "nap", "leaf()", {"a()", "b()"}};

std::string mistakes(const std::string& text) {
  const auto parsed = parse_baseline("f", text);
  if (parsed) return "";
  std::string all;
  for (const auto& error : parsed.errors()) all += to_string(error) + '\n';
  return all;
}

bool mentions(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

TEST_CASE("a baseline is one sorted line per finding under a header", "[baseline]") {
  const BaselineEntry misuse{"missing-timeout/t", "open", "main()", {}};
  const auto text = format_baseline({nap, misuse, {"sleep/t", "nap", "leaf()", {"b()", "a()", "a()"}}});
  CHECK(text ==
        "# stallhound baseline 1\n"
        "missing-timeout/t | open | main()\n"
        "sleep/t | nap | leaf() | a() | a() | b()\n"
        "sleep/t | nap | leaf() | a() | b()\n");
  const auto parsed = parse_baseline("f", text);
  REQUIRE(parsed.ok());
  CHECK(parsed->file == "f");
  REQUIRE(parsed->entries.size() == 3);
  CHECK(parsed->entries[0] == misuse);
  CHECK(parsed->entries[2] == nap);
  CHECK(format_baseline(parsed->entries) == text);
}

TEST_CASE("names with bars and spaces survive", "[baseline]") {
  const BaselineEntry odd{"sleep/t", "T::operator|", "T::operator unsigned int()", {"lambda in operator||()"}};
  const auto parsed = parse_baseline("f", format_baseline({odd}));
  REQUIRE(parsed.ok());
  CHECK(parsed->entries == std::vector{odd});
}

TEST_CASE("what merges and editors do to a baseline is forgiven", "[baseline]") {
  const auto parsed = parse_baseline("f",
                                     "# stallhound baseline 1\r\n\r\n# ours\n"
                                     "sleep/t | nap | leaf() | b() | a()\r\nsleep/a | nap | leaf() | c()");
  REQUIRE(parsed.ok());
  REQUIRE(parsed->entries.size() == 2);
  CHECK(parsed->entries[0] == nap);
  CHECK(parsed->entries[1].contexts == std::vector<std::string>{"c()"});
}

TEST_CASE("a damaged baseline is an error with its place", "[baseline]") {
  const std::string head = "# stallhound baseline 1\n";
  CHECK(mistakes(head).empty());
  CHECK(mentions(mistakes(""), "f:1:1: this is not a baseline"));
  CHECK(mentions(mistakes("{}"), "f:1:1: this is not a baseline"));
  CHECK(mentions(mistakes("# stallhound baseline 2\n"), "f:1:23: unknown version '2'"));
  CHECK(mentions(mistakes("# stallhound baseline 1x\n"), "f:1:23: unknown version '1x'"));
  CHECK(mentions(mistakes(head + "sleep/t | nap\n"), "f:2:1: a finding needs"));
  CHECK(mentions(mistakes(head + "sleep | nap | leaf()\n"), "f:2:1: 'sleep' is not the id of a rule"));
  CHECK(mentions(mistakes(head + "sleep/t | nap | leaf() | \n"), "f:2:1: a field"));
  // All of them at once.
  const auto several = mistakes(head + "<<<<<<< HEAD\nsleep/t | nap | leaf()\n=======\nx\n");
  CHECK(mentions(several, "f:2:1: a merge conflict"));
  CHECK(mentions(several, "f:4:1: a merge conflict"));
  CHECK(mentions(several, "f:5:1: a finding needs"));
}

TEST_CASE("line breaks in names neither make lines nor fields, nor change the order", "[baseline]") {
  const auto text = format_baseline({{"sleep/t", "nap", "leaf()\r| x\n| y", {"b\r", "a\n", "b()"}}});
  CHECK(text ==
        "# stallhound baseline 1\n"
        "sleep/t | nap | leaf()?| x?| y | a? | b() | b?\n");
  const auto again = parse_baseline("f", text);
  REQUIRE(again.ok());
  CHECK(format_baseline(again->entries) == text);
}

// ---- the comparison ------------------------------------------------------------------------------------------------

JudgeOptions since(const Analysis& before, const JudgeOptions& options = {}) {
  JudgeOptions with = options;
  with.baseline = Baseline{"b", {}};
  for (const auto& finding : before.report.findings) {
    if (!finding.suppressed.empty()) continue;
    with.baseline->entries.push_back({finding.rule, finding.call, finding.function, finding.contexts});
  }
  return with;
}

JudgeOptions for_baseline() {
  JudgeOptions options;
  options.all_contexts = true;
  return options;
}

/// "updated nap in leaf: other > leaf" for each finding.
Lines states(const Analysis& all) {
  Lines lines;
  for (const auto& finding : all.report.findings) {
    lines.push_back(std::string(to_string(finding.state)) + " " + story(finding));
  }
  return lines;
}

UnitBuilder two_calls(const std::string& file = "/p/a.c", std::uint32_t first_line = 0) {
  UnitBuilder unit(file);
  unit.line = first_line;
  unit.define("start").annotate("loop").calls("leaf");
  unit.define("leaf").calls("nap").calls("nap");
  return unit;
}

TEST_CASE("moved lines and renamed files change nothing", "[baseline]") {
  const auto before = analyse(two_calls(), for_baseline());
  for (const auto& unit : {two_calls(), two_calls("/p/a.c", 300), two_calls("/p/sub/z.c")}) {
    const auto after = analyse(unit, since(before));
    CHECK(states(after) == Lines{"unchanged nap: start > leaf [definite]", "unchanged nap: start > leaf [definite]"});
    CHECK(after.report.verdict.exit_code == 0);
    CHECK(after.report.summary.findings == 0);
    REQUIRE(after.report.baseline);
    CHECK(after.report.baseline->unchanged == 2);
    CHECK(after.report.baseline->fixed.empty());
    CHECK(after.report.baseline->kept.size() == 2);
  }
}

TEST_CASE("one more equal call is new", "[baseline]") {
  const auto before = analyse(two_calls(), for_baseline());
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("leaf");
  unit.define("leaf").calls("nap").calls("nap").calls("nap");
  const auto after = analyse(unit, since(before));
  CHECK(states(after)[2] == "new nap: start > leaf [definite]");
  CHECK(after.report.verdict.exit_code == 1);
  CHECK(after.report.summary.findings == 1);
}

TEST_CASE("another call, function or rule is new", "[baseline]") {
  const auto before = analyse(two_calls(), for_baseline());
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("leaf").calls("branch");
  unit.define("leaf").calls("nap").calls("hang");
  unit.define("branch").calls("nap");
  const auto after = analyse(unit, since(before));
  CHECK(states(after) == Lines{"unchanged nap: start > leaf [definite]", "new hang: start > leaf [definite]",
                               "new nap: start > branch [definite]"});
  CHECK(after.report.baseline->fixed.size() == 1);
}

TEST_CASE("a new context that reaches a known call fails and shows the new way", "[baseline]") {
  UnitBuilder old;
  old.define("near").annotate("loop").calls("leaf");
  old.define("leaf").calls("nap");
  const auto before = analyse(old, for_baseline());
  UnitBuilder unit;
  unit.define("near").annotate("loop").calls("leaf");
  unit.define("leaf").calls("nap");
  unit.define("far").annotate("loop").begin_loop().calls("step");
  unit.define("step").calls("leaf");
  const auto after = analyse(unit, since(before));
  CHECK(states(after) == Lines{"updated nap: far > step > leaf [definite]"});
  const auto& finding = after.report.findings[0];
  CHECK(finding.new_contexts == std::vector<std::string>{"far"});
  CHECK(finding.contexts == std::vector<std::string>{"far", "near"});
  // Everything about the finding is about the new way.
  CHECK(finding.in_loop);
  CHECK(finding.severity == Severity::error);
  REQUIRE(finding.more_contexts.size() == 1);
  CHECK(finding.more_contexts[0].function == "near");
  CHECK(finding.fingerprint == before.report.findings[0].fingerprint);
  CHECK(after.report.verdict.exit_code == 1);
  CHECK(after.report.summary.findings == 1);
  CHECK(after.report.baseline->updated == 1);
}

TEST_CASE("a new context behind an unsure step does not fail", "[baseline]") {
  UnitBuilder old;
  old.define("near").annotate("loop").calls("leaf");
  old.define("leaf").calls("nap");
  const auto before = analyse(old, for_baseline());
  for (const std::string annotation : {"maybe_loop", "perhaps_loop"}) {
    UnitBuilder unit;
    unit.define("near").annotate("loop").calls("leaf");
    unit.define("leaf").calls("nap");
    unit.define("other").annotate(annotation).calls("leaf");
    const auto after = analyse(unit, since(before));
    // What is too unsure to be shown is too unsure to be new.
    CHECK(states(after) == (annotation == "maybe_loop" ? Lines{"updated nap: other > leaf [probable]"}
                                                       : Lines{"unchanged nap: near > leaf [definite]"}));
    CHECK(after.report.verdict.exit_code == 0);
  }
}

TEST_CASE("however many contexts there are, a new one is seen", "[baseline]") {
  const auto code = [](unsigned count, bool one_more) {
    UnitBuilder unit;
    for (unsigned i = 0; i < count; ++i) unit.define("start" + std::to_string(1000 + i)).annotate("loop").calls("step");
    unit.define("step").calls("leaf");
    unit.define("leaf").calls("nap");
    if (one_more) unit.define("zz").annotate("loop").calls("step");
    return unit;
  };
  for (const unsigned count : {1U, 63U, 64U, 65U, 200U}) {
    const auto before = analyse(code(count, false), for_baseline());
    CHECK(before.report.findings[0].contexts.size() == count);
    CHECK(states(analyse(code(count, false), since(before))) ==
          Lines{"unchanged nap: start1000 > step > leaf [definite]"});
    CHECK(states(analyse(code(count, true), since(before))) == Lines{"updated nap: zz > step > leaf [definite]"});
  }
}

TEST_CASE("each call has its own contexts, however many there are", "[baseline]") {
  UnitBuilder unit;
  std::vector<std::string> odd;
  for (unsigned i = 0; i < 150; ++i) {
    const auto name = "start" + std::to_string(1000 + i);
    auto start = unit.define(name);
    start.annotate("loop").calls("leaf");
    if (i % 50 == 1) start.calls("other");
    if (i % 50 == 1) odd.push_back(name);
  }
  unit.define("leaf").calls("nap");
  unit.define("other").calls("hang");
  const auto all = analyse(unit, for_baseline());
  REQUIRE(all.report.findings.size() == 2);
  CHECK(all.report.findings[0].contexts.size() == 150);
  CHECK(all.report.findings[1].contexts == odd);
}

TEST_CASE("of equal findings, the one that has nothing new is the known one", "[baseline]") {
  std::vector<TuFacts> units;
  for (const auto& [file, contexts] : {std::pair("/p/a.c", Lines{"a"}), std::pair("/p/b.c", Lines{"a", "b", "x"})}) {
    UnitBuilder unit(file);
    for (const auto& context : contexts) {
      unit.define(context + file).annotate("loop").calls(file + std::string("/load"));
      unit.facts.functions[unit.declare(context + file)].display = context;
    }
    unit.define(file + std::string("/load")).calls("nap");
    unit.facts.functions[unit.declare(file + std::string("/load"))].display = "load()";
    units.push_back(unit.facts);
  }
  JudgeOptions options;
  options.baseline = Baseline{"b", {{"sleep/t", "nap", "load()", {"a", "b"}}}};
  const auto all = analyse(units, options);
  REQUIRE(all.report.findings.size() == 2);
  CHECK(all.report.findings[0].state == State::unchanged);
  CHECK(all.report.findings[1].state == State::fresh);
}

TEST_CASE("a hand-made loop is a context only for what it calls", "[baseline]") {
  const auto code = [](bool in_loop) {
    UnitBuilder unit;
    unit.define("start").annotate("loop").calls("leaf");
    auto run = unit.define("run");
    if (!in_loop) run.calls("leaf");
    run.begin_loop().calls("wait_ready").calls("other");
    if (in_loop) run.calls("leaf");
    run.end_loop();
    unit.define("other").calls("fine");
    unit.define("leaf").calls("nap");
    return unit;
  };
  const auto before = analyse(code(false), for_baseline());
  CHECK(before.report.findings.at(0).contexts == std::vector<std::string>{"start"});
  CHECK(states(analyse(code(true), since(before))) == Lines{"updated nap: run > leaf [probable]"});
}

TEST_CASE("a context that passes harmless arguments is none", "[baseline]") {
  Argument handed_on;
  handed_on.constant = ConstantKind::parameter;
  UnitBuilder unit;
  unit.define("blocks").annotate("loop").calls("leaf", {number(1)});
  unit.define("harmless").annotate("loop").calls("leaf", {number(0)});
  unit.define("deep").annotate("loop").calls("step");
  unit.define("step").calls("leaf", {number(1)});
  unit.define("leaf", 1).calls("poll", {handed_on});
  const auto all = analyse(unit, for_baseline());
  REQUIRE(all.report.findings.size() == 1);
  CHECK(all.report.findings[0].contexts == std::vector<std::string>{"blocks", "deep"});
  CHECK(all.report.findings[0].more_contexts_count == 1);
}

TEST_CASE("a call in a hand-made loop is known by it", "[baseline]") {
  UnitBuilder unit;
  unit.define("run").begin_loop().calls("wait_ready").calls("nap").end_loop();
  const auto before = analyse(unit, for_baseline());
  CHECK(before.report.findings.at(0).contexts == std::vector<std::string>{"run"});
  CHECK(states(analyse(unit, since(before))) == Lines{"unchanged nap: run [probable]"});
}

TEST_CASE("fewer contexts are no news, and pruning forgets them", "[baseline]") {
  UnitBuilder old;
  old.define("a").annotate("loop").calls("leaf");
  old.define("b").annotate("loop").calls("leaf");
  old.define("leaf").calls("nap");
  const auto before = analyse(old, for_baseline());
  UnitBuilder unit;
  unit.define("b").annotate("loop").calls("leaf");
  unit.define("leaf").calls("nap");
  const auto after = analyse(unit, since(before));
  CHECK(states(after) == Lines{"unchanged nap: b > leaf [definite]"});
  CHECK(after.report.baseline->fixed.empty());
  REQUIRE(after.report.baseline->kept.size() == 1);
  CHECK(after.report.baseline->kept[0].contexts == std::vector<std::string>{"b"});
}

/// Two functions of one name in different files, each with its own loop code.
std::vector<TuFacts> twins(const std::string& first, const std::string& second, bool third = false) {
  std::vector<TuFacts> units;
  for (const auto& [file, start] : {std::pair(first, "on_a"), std::pair(second, "on_b")}) {
    UnitBuilder unit(file);
    unit.define(start).annotate("loop").calls(file + "/load");
    if (third && start == std::string("on_b")) unit.define("on_c").annotate("loop").calls(file + "/load");
    unit.define(file + "/load").calls("nap");
    // The display name says nothing about the file.
    for (auto& function : unit.facts.functions) {
      if (function.name.ends_with("/load")) function.display = "load()";
    }
    units.push_back(unit.facts);
  }
  return units;
}

TEST_CASE("equal functions are told apart by their contexts, not by their files", "[baseline]") {
  const auto before = analyse(twins("/p/a.c", "/p/b.c"), for_baseline());
  CHECK(before.report.findings.size() == 2);
  for (const auto& units : {twins("/p/a.c", "/p/b.c"), twins("/p/z.c", "/p/b.c"), twins("/p/b.c", "/p/a.c")}) {
    const auto after = analyse(units, since(before));
    CHECK(after.report.baseline->unchanged == 2);
  }
  const auto after = analyse(twins("/p/z.c", "/p/b.c", true), since(before));
  CHECK(after.report.baseline->unchanged == 1);
  CHECK(after.report.baseline->updated == 1);
  for (const auto& finding : after.report.findings) {
    if (finding.state == State::updated) CHECK(finding.context.function == "on_c");
  }
}

TEST_CASE("two contexts of one name are two", "[baseline]") {
  const auto code = [](unsigned count) {
    UnitBuilder unit;
    for (unsigned i = 0; i < count; ++i) {
      const auto name = "lambda" + std::to_string(i);
      unit.define(name).annotate("loop").calls("leaf");
      for (auto& function : unit.facts.functions) {
        if (function.name == name) function.display = "lambda in main()";
      }
    }
    unit.define("leaf").calls("nap");
    return unit;
  };
  const auto before = analyse(code(2), for_baseline());
  CHECK(before.report.findings[0].contexts == std::vector<std::string>{"lambda in main()", "lambda in main()"});
  CHECK(analyse(code(2), since(before)).report.baseline->unchanged == 1);
  CHECK(analyse(code(1), since(before)).report.baseline->unchanged == 1);
  const auto after = analyse(code(3), since(before));
  CHECK(after.report.baseline->updated == 1);
  // Which of them is new cannot be known; the last is the likeliest.
  CHECK(after.report.findings[0].context.location.line > 4);
}

TEST_CASE("what is fixed is reported, unless it was not looked for", "[baseline]") {
  const auto before = analyse(two_calls(), for_baseline());
  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("leaf");
  unit.define("leaf").calls("fine");
  const auto fixed = [&](const JudgeOptions& options, UnitStatus status = UnitStatus::ok) {
    auto code = unit;
    code.facts.status = status;
    const auto after = analyse(code, since(before, options));
    CHECK(after.report.baseline->fixed.size() + after.report.baseline->kept.size() == 2);
    return after.report.baseline->fixed.size();
  };
  CHECK(fixed({}) == 2);
  JudgeOptions partial;
  partial.partial = true;
  CHECK(fixed(partial) == 0);
  CHECK(fixed({}, UnitStatus::failed) == 0);
  JudgeOptions other_category;
  other_category.analyze.categories = {Category::wait};
  CHECK(fixed(other_category) == 0);
  other_category.analyze.categories = {Category::wait, Category::sleep};
  CHECK(fixed(other_category) == 2);
}

TEST_CASE("a suppressed call is no longer in the baseline, and a suppressed way is not new", "[baseline]") {
  const auto before = analyse(two_calls(), for_baseline());
  auto hidden = two_calls();
  hidden.suppress(hidden.line);
  auto after = analyse(hidden, since(before));
  CHECK(states(after) == Lines{"unchanged nap: start > leaf [definite]", "new nap: start > leaf [definite] (hidden)"});
  CHECK(after.report.baseline->fixed.size() == 1);

  UnitBuilder unit;
  unit.define("start").annotate("loop").calls("leaf");
  unit.define("leaf").calls("nap").calls("nap");
  auto other = unit.define("other");
  other.annotate("loop").calls("leaf");
  unit.suppress(other.line());
  after = analyse(unit, since(before));
  CHECK(after.report.baseline->unchanged == 2);
  CHECK(after.report.problems.empty());
}

TEST_CASE("copies of a call have the contexts of all copies", "[baseline]") {
  const auto code = [](unsigned copies) {
    UnitBuilder unit;
    for (unsigned i = 0; i < copies; ++i) {
      unit.define("start" + std::to_string(i)).annotate("loop").calls("retry" + std::to_string(i));
    }
    for (unsigned i = 0; i < copies; ++i) {
      unit.line = 100;
      unit.define("retry" + std::to_string(i)).calls("nap");
      for (auto& function : unit.facts.functions) {
        if (function.name.starts_with("retry")) function.display = "retry()";
      }
    }
    return unit;
  };
  const auto before = analyse(code(2), for_baseline());
  REQUIRE(before.report.findings.size() == 1);
  CHECK(before.report.findings[0].contexts == std::vector<std::string>{"start0", "start1"});
  CHECK(before.report.findings[0].more_contexts_count == 1);
  const auto after = analyse(code(3), since(before));
  CHECK(states(after) == Lines{"updated nap: start2 > retry() [definite]"});
}

TEST_CASE("a call that no known context reaches any more is updated, and pruning drops it", "[baseline]") {
  const auto code = [](const std::string& context) {
    UnitBuilder unit;
    unit.define(context).annotate("loop").calls("leaf");
    unit.define("leaf").calls("nap");
    return unit;
  };
  const auto before = analyse(code("old"), for_baseline());
  const auto after = analyse(code("new"), since(before));
  CHECK(states(after) == Lines{"updated nap: new > leaf [definite]"});
  CHECK(after.report.baseline->fixed.empty());
  CHECK(after.report.baseline->kept.empty());
}

}  // namespace
}  // namespace stallhound
