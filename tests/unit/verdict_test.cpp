// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The verdict: which reason comes first, and how it is told.
#include "catch.h"
#include "stallhound/phases.h"

using namespace stallhound;

namespace {

Report with_problems(std::vector<Problem> problems) {
  Report report;
  report.problems = std::move(problems);
  return report;
}

}  // namespace

TEST_CASE("a report without anything passes", "[verdict]") {
  const auto verdict = decide(Report());
  CHECK(verdict.outcome == Outcome::pass);
  CHECK(verdict.exit_code == 0);
  CHECK(verdict.why == "no findings");
}

TEST_CASE("failing comes before not being judged, and that before passing", "[verdict]") {
  auto report = with_problems({{"parse-error", "a.c", "a.c:1:2: wrong"}});
  report.summary.findings = 3;
  CHECK(decide(report).outcome == Outcome::not_judged);
  CHECK(decide(report).exit_code == 3);
  report.summary.failing = 2;
  CHECK(decide(report).outcome == Outcome::fail);
  CHECK(decide(report).exit_code == 1);
  CHECK(decide(report).why == "2 definite findings at or above warning");
  report.problems.clear();
  report.summary.failing = 0;
  CHECK(decide(report).outcome == Outcome::pass);
  CHECK(decide(report).why == "3 findings, but none is definite and at or above warning");
}

TEST_CASE("problems that are about comments and settings are no gaps", "[verdict]") {
  const auto report = with_problems({{"unused-suppression", "a.c", ""},
                                     {"unused-setting", ".stallhound.json", ""},
                                     {"suppression-without-reason", "a.c", ""}});
  CHECK(decide(report).outcome == Outcome::pass);
}

TEST_CASE("every kind of problem that keeps code from being analysed is a gap", "[verdict]") {
  for (const auto* kind : {"parse-error", "missing-header", "crash", "missing-file", "bad-command"}) {
    CHECK(decide(with_problems({{kind, "a.c", "text\nmore"}})).why == "1 unit could not be analysed: a.c: text");
  }
  const Problem gap{"parse-error", "b.c", "text"};
  auto report = with_problems({gap, gap, {"missing-file", "a.c", ""}});
  CHECK(decide(report).why == "3 units could not be analysed: a.c, b.c");
}

TEST_CASE("unresolved calls fail if there are more than allowed", "[verdict]") {
  Report report;
  report.unresolved.indirect_calls = 2;
  report.unresolved.missing_bodies = 1;
  CHECK(decide(report).outcome == Outcome::pass);
  CHECK(decide(report, 3).outcome == Outcome::pass);
  CHECK(decide(report, 2).exit_code == 1);
  report.summary.failing = 1;
  CHECK(decide(report, 0).why ==
        "1 definite finding at or above warning; 3 calls in loop code cannot be resolved, --max-unresolved allows 0");
}

TEST_CASE("levels that differ are told", "[verdict]") {
  Report report;
  report.summary.findings = 1;
  report.fail_level = FailLevel();
  CHECK(decide(report).why == "1 finding, but none fails (--fail-on never)");
  report.own_fail_levels = true;
  report.summary.failing = 1;
  CHECK(decide(report).why == "1 definite finding at or above the level that fails (never, or what a section says)");
}
