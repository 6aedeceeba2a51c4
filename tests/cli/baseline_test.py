#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Baselines on the command line: written, honoured, pruned."""
import json
import unittest

from support import LOOP, SILENT, SLEEPER, CliTest, main

HEADER = "# stallhound baseline 1\n"
LINE = "sleep/posix | usleep | helper() | on_timer()\n"
# A second way to the same call.
OTHER_WAY = SLEEPER + f"""{LOOP} void on_signal(void) {{
  helper();
}}
"""
LAMBDAS = """
int usleep(unsigned microseconds);
template <class F> void every(F f);
namespace { void pause_here() { usleep(5); } }
__attribute__((annotate("stallhound::loop"))) void start() {
  auto first = [] () __attribute__((annotate("stallhound::loop"))) { usleep(1); };
  auto second = [] () __attribute__((annotate("stallhound::loop"))) { usleep(2); pause_here(); };
  first();
  second();
}
"""


class BaselineTest(CliTest):
    def states(self, *arguments):
        """(exit code, [(call's line, state)], the report's part about the baseline)."""
        outcome = self.scan("--format", "json", *arguments)
        self.assertIn(outcome.code, (0, 1), outcome)
        report = outcome.json()
        return outcome.code, [(f["location"]["line"], f["state"]) for f in report["findings"]], report["baseline"]

    def write_baseline(self, *arguments):
        outcome = self.run_tool("baseline", "-o", "known", *arguments)
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        return (self.dir / "known").read_text()


class Writing(BaselineTest):
    def test_it_is_one_line_per_finding(self):
        self.project(a=SLEEPER, b=SILENT)
        outcome = self.run_tool("baseline", "-o", "known")
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        self.assertIn("known: 1 finding written", outcome.out)
        self.assertEqual((self.dir / "known").read_text(), HEADER + LINE)

    def test_the_usual_place_is_the_project_root(self):
        self.project(a=SLEEPER)
        self.write(".git", "")
        self.assertEqual(self.run_tool("baseline").code, 0)
        self.assertEqual((self.dir / ".stallhound-baseline").read_text(), HEADER + LINE)

    def test_to_standard_output(self):
        self.project(a=SLEEPER)
        before = self.tree()
        outcome = self.run_tool("baseline", "-o", "-")
        self.assertEqual((outcome.code, outcome.out), (0, HEADER + LINE), outcome)
        self.assertEqual(self.tree(), before)

    def test_it_replaces_a_baseline_and_nothing_else(self):
        self.project(a=SLEEPER)
        self.write("known", HEADER + "sleep/posix | sleep | gone() | on_timer()\n")
        self.assertEqual(self.write_baseline(), HEADER + LINE)
        self.write("notes", "mine\n")
        self.assert_user_error(self.run_tool("baseline", "-o", "notes"), "notes", "not a baseline")
        self.assertEqual((self.dir / "notes").read_text(), "mine\n")

    def test_suppressed_findings_are_left_out(self):
        self.project(a=SLEEPER.replace("usleep(5);", "usleep(5);  // NOLINT(stallhound): measured"))
        self.assertEqual(self.write_baseline(), HEADER)

    def test_it_names_no_file_and_no_line(self):
        self.write("sub/a.cpp", LAMBDAS)
        self.database(["sub/a.cpp"])
        text = self.write_baseline()
        self.assertEqual(len(text.splitlines()), 4, text)
        self.assertNotIn("sub", text)
        self.assertNotIn(".cpp", text)
        self.assertNotIn(":", text.replace("::", ""))

    def test_what_could_not_be_analysed_is_told(self):
        self.project(a=SLEEPER, b="int broken(void) { return 42 }\n#include \"missing.h\"\n")
        outcome = self.run_tool("baseline", "-o", "known")
        self.assertEqual(outcome.code, 3, outcome)
        self.assertIn("not all units could be analysed", outcome.err)
        self.assertEqual((self.dir / "known").read_text(), HEADER + LINE)


class Honouring(BaselineTest):
    def test_known_findings_do_not_fail_and_are_not_shown(self):
        self.project(a=SLEEPER)
        self.write_baseline()
        outcome = self.scan("--baseline", "known")
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        self.assertEqual(outcome.out, "No new findings in 1 translation unit, 1 context; 1 in the baseline\n"
                                      "PASS: no finding that the baseline does not know\n")
        code, states, baseline = self.states("--baseline", "known")
        self.assertEqual((code, states), (0, [(3, "unchanged")]))
        self.assertEqual(baseline, {"file": "known", "new": 0, "unchanged": 1, "updated": 0, "fixed": [],
                                    "complete": True})
        # Without it nothing has changed.
        self.assertEqual(self.scan().code, 1)
        self.assertNotIn("baseline", self.scan_json())

    def test_moved_lines_reformatting_and_renamed_files(self):
        self.write("a.cpp", LAMBDAS)
        self.database(["a.cpp"])
        self.write_baseline()
        moved = "\n\n\n" + LAMBDAS.replace("{ ", "{\n    ").replace("; ", ";\n  ")
        (self.dir / "a.cpp").unlink()
        self.write("deeper/z.cpp", moved)
        self.database(["deeper/z.cpp"])
        code, states, baseline = self.states("--baseline", "known")
        self.assertEqual((code, {state for line, state in states}, baseline["fixed"]), (0, {"unchanged"}, []))

    def test_a_new_call_fails(self):
        self.project(a=SLEEPER)
        self.write_baseline()
        self.project(a=SLEEPER.replace("  usleep(5);", "  usleep(5);\n  usleep(6);"))
        code, states, baseline = self.states("--baseline", "known")
        self.assertEqual((code, states), (1, [(3, "unchanged"), (4, "new")]))
        outcome = self.scan("--baseline", "known")
        self.assertIn("a.c:4:3: warning:", outcome.out)
        self.assertNotIn("a.c:3:3: warning:", outcome.out)
        self.assertTrue(outcome.out.endswith("1 finding (1 warning) in 1 translation unit, 1 context; "
                                             "1 in the baseline\nFAIL: 1 definite finding at or above warning\n"),
                        outcome)

    def test_a_new_context_fails_and_shows_the_new_way(self):
        self.project(a=SLEEPER)
        self.write_baseline()
        self.project(a=OTHER_WAY)
        code, states, baseline = self.states("--baseline", "known")
        self.assertEqual((code, states, baseline["updated"]), (1, [(3, "updated")], 1))
        finding = self.scan_json("--baseline", "known")["findings"][0]
        self.assertEqual(finding["new_contexts"], ["on_signal()"])
        self.assertEqual([step["function"] for step in finding["path"]], ["on_signal()", "helper()"])
        outcome = self.scan("--baseline", "known")
        self.assertIn("note: 'on_signal()' calls 'helper()'", outcome.out)
        self.assertIn("baseline: a known finding that 'on_signal()' did not reach before", outcome.out)

    def test_what_is_fixed_is_reported(self):
        self.project(a=SLEEPER)
        self.write_baseline()
        self.project(a=SILENT)
        outcome = self.scan("--baseline", "known")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertIn("fixed since the baseline:\n  'usleep' in 'helper()' [sleep/posix]\n", outcome.out)
        self.assertIn("1 of the baseline fixed", outcome.out.splitlines()[-2])
        code, states, baseline = self.states("--baseline", "known")
        self.assertEqual(baseline["fixed"], [{"rule": "sleep/posix", "call": "usleep", "function": "helper()",
                                              "contexts": ["on_timer()"]}])

    def test_what_was_not_scanned_is_not_fixed(self):
        self.project(a=SLEEPER, b=SILENT)
        self.write_baseline()
        outcome = self.scan("--baseline", "known", "b.c")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertNotIn("fixed", outcome.out)
        self.assertNotIn("fixed", self.scan("--baseline", "known", "--category", "process").out)

    def test_sarif_says_it_too(self):
        self.project(a=OTHER_WAY.replace("void on_signal(void) {", "void on_signal(void) {\n  usleep(7);"))
        self.write("known", HEADER + LINE)
        results = self.scan("--format", "sarif", "--baseline", "known").json()["runs"][0]["results"]
        self.assertEqual(sorted(result["baselineState"] for result in results), ["new", "updated"])
        self.write("known", HEADER)
        results = self.scan("--format", "sarif", "--baseline", "known").json()["runs"][0]["results"]
        self.assertEqual([result["baselineState"] for result in results], ["new", "new"])
        results = self.scan("--format", "sarif").json()["runs"][0]["results"]
        self.assertNotIn("baselineState", results[0])

    def test_shards_can_be_held_against_it(self):
        self.project(a=SLEEPER)
        self.write_baseline()
        self.assertEqual(self.run_tool("extract", "--output", "shards").code, 0)
        self.assertEqual(self.run_tool("link", "--baseline", "known", "shards").code, 0)
        self.assertEqual(self.run_tool("link", "shards").code, 1)

    def test_mistakes(self):
        self.project(a=SLEEPER)
        self.assert_user_error(self.scan("--baseline", "nowhere"), "nowhere: there is no such baseline")
        self.write("known", HEADER + LINE + "<<<<<<< ours\nsleep/posix | usleep\n")
        outcome = self.scan("--baseline", "known")
        self.assert_user_error(outcome, "known:3:1: a merge conflict", "known:4:1: a finding needs")
        self.write("known", json.dumps({"findings": []}))
        self.assert_user_error(self.scan("--baseline", "known"), "known:1:1: this is not a baseline")
        self.assert_user_error(self.scan("--baseline", "."), ".")


class Pruning(BaselineTest):
    def test_it_drops_what_is_fixed_and_adds_nothing(self):
        gone = "sleep/posix | sleep | old() | on_timer()\n"
        self.project(a=OTHER_WAY.replace("void on_signal(void) {", "void on_signal(void) {\n  usleep(7);"))
        self.write("known", HEADER + gone + LINE.replace("on_timer()", "on_timer() | removed()"))
        outcome = self.run_tool("baseline", "--prune", "-o", "known")
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        self.assertEqual(outcome.out, "known: 1 fixed finding dropped, 1 kept\n")
        self.assertEqual((self.dir / "known").read_text(), HEADER + LINE)

    def test_it_needs_the_whole_project(self):
        self.project(a=SLEEPER, b="int broken(void) { return missing }\n")
        self.write("known", HEADER + LINE + LINE.replace("helper", "other"))
        before = self.tree()
        outcome = self.run_tool("baseline", "--prune", "-o", "known")
        self.assertEqual(outcome.code, 3, outcome)
        self.assertIn("left as it is", outcome.err)
        self.assert_user_error(self.run_tool("baseline", "--prune", "-o", "known", "a.c"), "whole project")
        self.assert_user_error(self.run_tool("baseline", "--prune", "-o", "-"), "-o - names none")
        self.assert_user_error(self.run_tool("baseline", "--prune", "-o", "nowhere"), "no such baseline")
        self.assertEqual(self.tree(), before)


if __name__ == "__main__":
    main()
