#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What goes where: reports, progress, statistics, dumps, shards, exit codes."""
import errno
import json
import os
import pty
import re
import select
import shutil
import termios
import time
import unittest

from support import EXECUTABLE, FAILS, LOOP, SILENT, SLEEPER, CliTest, main

COLOUR = re.compile("\x1b\\[[0-9;]*m")


class OutputTest(CliTest):
    def run_on_terminal(self, *arguments, out=True, err=True, env=None, columns=100):
        """Runs with a pseudo-terminal as standard output and/or standard error; (exit code, terminal, pipe)."""
        terminal, end = pty.openpty()
        termios.tcsetwinsize(end, (40, columns))
        pipe, pipe_end = os.pipe()
        variables = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        variables.update({"TERM": "xterm", **(env or {})})
        process = os.fork()
        if process == 0:
            os.chdir(self.dir)
            os.dup2(end if out else pipe_end, 1)
            os.dup2(end if err else pipe_end, 2)
            for file in (terminal, end, pipe, pipe_end):
                os.close(file)
            os.execve(EXECUTABLE, [EXECUTABLE, *map(str, arguments)], variables)
        os.close(end)
        os.close(pipe_end)
        texts = {terminal: b"", pipe: b""}
        still = {terminal, pipe}
        limit = time.monotonic() + 60
        while still and time.monotonic() < limit:
            for file in select.select(list(still), [], [], 1)[0]:
                try:
                    data = os.read(file, 65536)
                except OSError as error:
                    if error.errno != errno.EIO:  # The other end of a terminal is closed.
                        raise
                    data = b""
                if not data:
                    still.discard(file)
                texts[file] += data
        status = os.waitpid(process, 0)[1]
        os.close(terminal)
        os.close(pipe)
        return (os.waitstatus_to_exitcode(status), texts[terminal].decode().replace("\r\n", "\n"), texts[pipe].decode())


class Text(OutputTest):
    TRANSCRIPT = """a.c:3:3: warning: 'usleep' sleeps on the event loop [sleep/posix]
    3 |   usleep(5);
      |   ^~~~~~
"""

    def test_transcript(self):
        self.project(a=SLEEPER, b=SILENT)
        outcome = self.scan()
        self.assertEqual((outcome.code, outcome.err), (1, FAILS))
        self.assertTrue(outcome.out.startswith(self.TRANSCRIPT), outcome)
        # The path: the context, then each call, each with its place.
        self.assertRegex(outcome.out, r"(?m)^a\.c:5:\d+: note: 'on_timer\(\)' ")
        self.assertRegex(outcome.out, r"(?m)^a\.c:6:3: note: 'on_timer\(\)' calls 'helper\(\)'$")
        self.assertRegex(outcome.out, r"(?m)^  why: .+$")
        self.assertRegex(outcome.out, r"(?m)^  fix: .+$")
        self.assertTrue(outcome.out.endswith("\n1 finding (1 warning) in 2 translation units, 1 context\n"
                                             "FAIL: 1 definite finding at or above warning\n"), outcome)

    def test_nothing_found(self):
        self.project(b=SILENT)
        outcome = self.scan()
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        self.assertEqual(len(outcome.out.splitlines()), 2, outcome)
        self.assertIn("1 translation unit", outcome.out.splitlines()[0])
        self.assertEqual(outcome.out.splitlines()[1], "PASS: no findings")

    def test_tabs_and_wide_characters_keep_the_caret_in_place(self):
        self.project(a=SLEEPER.replace("  usleep(5);", "\t/* äöü */ usleep(5);"))
        lines = self.scan().out.splitlines()
        self.assertIn("usleep", lines[1])
        self.assertEqual(lines[2].expandtabs(8).index("^"), lines[1].expandtabs(8).index("usleep"))

    def test_suppressed_findings_are_not_shown(self):
        self.project(a=SLEEPER.replace("usleep(5);", "usleep(5); // NOLINT(stallhound): measured"))
        outcome = self.scan()
        self.assertEqual(outcome.code, 0, outcome)
        self.assertNotIn("a.c:3:3: warning", outcome.out)
        finding = self.scan_json()["findings"][0]
        self.assertEqual((finding["suppressed"]["line"], finding["suppressed"]["reason"]), (3, "measured"))

    def test_reasons_can_be_required(self):
        self.project(a=SLEEPER.replace("usleep(5);", "usleep(5); // NOLINT(stallhound-sleep)"),
                     b=SLEEPER.replace("usleep(5);", "usleep(5); /* NOLINT(stallhound-sleep): measured */"))
        self.assertEqual(self.scan().code, 0)
        outcome = self.scan("--require-reason")
        self.assertEqual(outcome.code, 1, outcome)
        self.assertIn("a.c:3:3: warning:", outcome.out)
        self.assertNotIn("b.c:3:3: warning:", outcome.out)
        self.assertIn("  a.c: suppression-without-reason: line 3: this NOLINT comment hides nothing, since it gives no "
                      "reason after a colon\n", outcome.out)
        self.assertEqual([p["kind"] for p in self.scan_json("--require-reason")["problems"]],
                         ["suppression-without-reason"])

    def test_source_that_vanishes_costs_only_its_lines(self):
        self.project(a=SLEEPER)
        self.assertEqual(self.run_tool("extract", "--output", "shards").code, 0)
        (self.dir / "a.c").unlink()
        outcome = self.run_tool("link", "shards")
        self.assertEqual(outcome.code, 1, outcome)
        self.assertIn("a.c:3:3: warning", outcome.out)


class Terminal(OutputTest):
    def setUp(self):
        super().setUp()
        try:
            for end in pty.openpty():
                os.close(end)
        except OSError as error:
            self.skipTest(f"there are no pseudo-terminals here: {error}")
        self.project(a=SLEEPER, b=SILENT)

    def test_no_colour_and_no_progress_into_a_file(self):
        outcome = self.scan(env={"TERM": "xterm"})
        self.assertNotIn("\x1b", outcome.out)
        self.assertEqual(outcome.err, FAILS)

    def test_colour_on_a_terminal(self):
        code, terminal, pipe = self.run_on_terminal("scan", err=False)
        self.assertEqual((code, pipe), (1, FAILS))
        self.assertRegex(terminal, COLOUR)
        self.assertEqual(COLOUR.sub("", terminal), self.scan().out)

    def test_no_color_is_honoured(self):
        self.assertNotIn("\x1b", self.run_on_terminal("scan", err=False, env={"NO_COLOR": "1"})[1])
        self.assertNotIn("\x1b", self.run_on_terminal("scan", err=False, env={"TERM": "dumb"})[1])
        # https://no-color.org: empty means not set.
        self.assertIn("\x1b", self.run_on_terminal("scan", err=False, env={"NO_COLOR": ""})[1])

    def test_machine_formats_have_no_colour(self):
        for output_format in ("json", "sarif"):
            code, terminal, _ = self.run_on_terminal("scan", "--format", output_format, err=False)
            self.assertNotIn("\x1b", terminal)
            json.loads(terminal)

    def test_a_file_gets_no_colour_even_on_a_terminal(self):
        self.run_on_terminal("scan", "--format", "text=report.txt")
        self.assertEqual((self.dir / "report.txt").read_text(), self.scan().out)

    def test_progress_only_on_a_terminal(self):
        code, terminal, pipe = self.run_on_terminal("scan", out=False)
        self.assertEqual(pipe, self.scan().out)
        self.assertIn("[1/2]", terminal)
        self.assertIn("[2/2]", terminal)
        # The line is taken away again.
        self.assertEqual(terminal.rsplit("\r", 1)[1], "\x1b[K" + FAILS, repr(terminal))

    def test_a_narrow_terminal_wraps_prose(self):
        _, narrow, _ = self.run_on_terminal("scan", err=False, columns=45)
        wide = self.run_on_terminal("scan", err=False, columns=120)[1]
        self.assertGreater(len(narrow.splitlines()), len(wide.splitlines()))
        self.assertEqual(COLOUR.sub("", narrow).split(), COLOUR.sub("", wide).split())


class Json(OutputTest):
    def test_contract(self):
        self.project(a=SLEEPER, bad="int f( {\n")
        report = self.scan_json()
        self.assertEqual(list(report), ["version", "tool", "summary", "verdict", "findings", "problems", "unresolved"])
        self.assertEqual(report["version"], 1)
        self.assertEqual(report["tool"]["name"], "stallhound")
        self.assertRegex(report["tool"]["version"], r"^\d+\.\d+\.\d+$")
        for key in ("translation_units", "failed", "contexts", "findings", "by_category", "by_severity"):
            self.assertIn(key, report["summary"])
        self.assertEqual(set(report["unresolved"]),
                         {"indirect_calls", "missing_bodies", "failed_units", "unknown_functions"})
        self.assertEqual(report["unresolved"]["unknown_functions"], [])
        finding = report["findings"][0]
        expected = {
            "rule": "sleep/posix", "category": "sleep", "severity": "warning", "priority": "P1", "confidence": "definite",
            "location": {"file": "a.c", "line": 3, "column": 3}, "call": "usleep", "function": "helper()",
            "cost": "milliseconds", "in_loop": False, "more_contexts": [], "state": "new", "suppressed": None}
        self.assertEqual({key: finding[key] for key in expected}, expected)
        for key in ("message", "context", "path", "boundary", "fix", "fingerprint"):
            self.assertTrue(finding[key], key)
        self.assertEqual(finding["context"]["kind"], "attribute")
        self.assertEqual([step["function"] for step in finding["path"]], ["on_timer()", "helper()"])
        self.assertEqual(finding["path"][-1]["location"], finding["location"])
        self.assertRegex(finding["fingerprint"], "^[0-9a-f]{16}$")
        self.assertEqual(set(report["problems"][0]), {"kind", "file", "message"})

    def test_no_absolute_path_of_the_project(self):
        self.project(a=SLEEPER, bad="int f( {\n")
        self.assertNotIn(str(self.dir), self.scan("--format", "json").out)

    def test_problems_are_sorted(self):
        self.project(a="int f( {\n", z="int f( {\n")
        self.database(["z.c", "a.c", "m_missing.c"])
        files = [problem["file"] for problem in self.scan_json()["problems"]]
        self.assertEqual(files, sorted(files))
        self.assertEqual(len(files), 3)

    def test_fingerprint_survives_other_lines(self):
        self.project(a=SLEEPER)
        before = self.scan_json()["findings"][0]
        self.write("a.c", "\n\n// more\n" + SLEEPER)
        after = self.scan_json()["findings"][0]
        self.assertEqual(after["location"]["line"], before["location"]["line"] + 3)
        self.assertEqual(after["fingerprint"], before["fingerprint"])


class Formats(OutputTest):
    def setUp(self):
        super().setUp()
        self.project(a=SLEEPER)

    def test_one_report_to_a_file_text_to_nowhere(self):
        outcome = self.scan("--format", "sarif=out.sarif")
        self.assertEqual((outcome.code, outcome.out, outcome.err), (1, "", FAILS))
        self.assertEqual(json.loads((self.dir / "out.sarif").read_text())["version"], "2.1.0")

    def test_sarif_to_a_file_while_text_goes_to_standard_output(self):
        plain = self.scan()
        outcome = self.scan("--format", "sarif=out.sarif", "--format", "text")
        self.assertEqual((outcome.code, outcome.out), (plain.code, plain.out))
        sarif = json.loads((self.dir / "out.sarif").read_text())
        result = sarif["runs"][0]["results"][0]
        self.assertEqual(result["ruleId"], "sleep/posix")
        place = result["locations"][0]["physicalLocation"]
        self.assertEqual((place["artifactLocation"]["uri"], place["region"]["startLine"]), ("a.c", 3))
        steps = [step["location"]["physicalLocation"]["region"]["startLine"]
                 for step in result["codeFlows"][0]["threadFlows"][0]["locations"]]
        self.assertEqual(steps[-2:], [6, 3])

    def test_all_formats_at_once(self):
        outcome = self.scan("--format", "json", "--format=sarif=o.sarif", "--format", "text=o.txt")
        self.assertEqual(outcome.code, 1)
        self.assertEqual(outcome.json()["summary"]["findings"], 1)
        self.assertEqual(outcome.out, self.scan("--format", "json").out)
        self.assertEqual((self.dir / "o.txt").read_text(), self.scan().out)
        self.assertEqual((self.dir / "o.sarif").read_text(), self.scan("--format", "sarif").out)

    def test_a_report_replaces_an_older_one_as_a_whole(self):
        self.write("r.json", "x" * 100000)
        self.scan("--format", "json=r.json")
        self.assertEqual((self.dir / "r.json").read_text(), self.scan("--format", "json").out)

    def test_standard_output_as_a_file(self):
        self.assertEqual(self.scan("--format", "json=/dev/stdout").json()["summary"]["findings"], 1)

    def test_stats_go_to_standard_error(self):
        outcome = self.scan("--stats", "--format", "json")
        self.assertEqual(outcome.out, self.scan("--format", "json").out)
        for phase in ("load", "extract", "link", "classify", "solve", "judge", "render", "units", "functions", "contexts"):
            self.assertRegex(outcome.err, rf"(?m)^{phase}\s+\d")

    def test_a_closed_pipe_is_an_error(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no /dev/full")
        outcome = self.run_tool("-c", f"'{EXECUTABLE}' scan > /dev/full", executable="/bin/sh")
        self.assertEqual(outcome.code, 2, outcome)
        self.assertIn("standard output", outcome.err)


class Dump(OutputTest):
    def setUp(self):
        super().setUp()
        self.project(a=SLEEPER.replace("usleep(5);", "usleep(5); // NOLINT(stallhound-wait)"),
                     b="void on_timer(void);\nvoid (*table)(void) = on_timer;\nvoid call(void) { for (;;) table(); }\n")

    def dump(self, phase, err=""):
        outcome = self.run_tool("dump", phase)
        self.assertEqual((outcome.code, outcome.err), (0, err), outcome)
        return outcome.out

    def test_facts(self):
        text = self.dump("facts")
        self.assertIn("unit a.c\n", text)
        self.assertRegex(text, r"(?m)^body helper\(\) at a\.c:2:\d+$")
        self.assertRegex(text, r"(?m)^  #0 a\.c:3:3 call usleep\(\)\(5")
        self.assertRegex(text, r"(?m)^  #0 b\.c:3:\d+ indirect table\(\) through table in loop 0$")
        self.assertRegex(text, r"(?m)^  loop 0 at b\.c:3:\d+ endless$")
        self.assertRegex(text, r"(?m)^NOLINT at a\.c:3:\d+ stallhound-wait$")

    def test_program(self):
        text = self.dump("program")
        self.assertRegex(text, r"^2 units, \d+ functions, \d+ bodies, \d+ places\n")
        self.assertIn("body on_timer() at a.c:5", text)

    def test_labels(self):
        text = self.dump("labels")
        self.assertRegex(text, r"(?m)^context attribute on_timer\(\) .*\[definite\].* at a\.c:5")
        self.assertRegex(text, r"(?m)^blocking sleep/posix usleep\(\) in helper\(\) at a\.c:3:3 \[definite\]$")
        self.assertRegex(text, r"(?m)^edge call\(\) -> on_timer\(\) indirect \[definite\]$")

    def test_paths(self):
        self.assertIn("on_timer() > helper() [definite] attribute\n", self.dump("paths"))

    def test_a_unit_that_fails_can_be_dumped(self):
        self.write("b.c", "int f( {\n")
        for phase in ("facts", "program", "labels", "paths"):
            warning = f"stallhound: warning: {self.dir}/b.c: {self.dir}/b.c:1:8: expected parameter declarator\n"
            self.assertIn("helper()", self.dump(phase, err=warning))


class Shards(OutputTest):
    def compare(self, *flags):
        project = flags[:2] if flags[:1] == ("-p",) else ()
        flags = flags[len(project):]
        self.assertIn(self.run_tool("extract", "--output", "shards", *project).code, (0, 3))
        for output_format in ("text", "json", "sarif", "markdown", "html"):
            scanned = self.scan("--format", output_format, *project, *flags)
            linked = self.run_tool("link", "shards", "--format", output_format, *flags)
            self.assertEqual((linked.code, linked.out, linked.err), (scanned.code, scanned.out, scanned.err))

    def test_extract_and_link_say_what_scan_says(self):
        self.project(a=SLEEPER, b=SILENT, c=SLEEPER.replace("on_timer", "on_other"))
        self.compare()
        self.compare("--fail-on", "error")
        self.compare("--category", "lock")

    def test_with_a_marked_root_above_the_sources(self):
        (self.dir / ".git").mkdir()
        self.write("src/deep/a.c", SLEEPER)
        self.database(["src/deep/a.c"])
        self.compare()
        self.assertIn("src/deep/a.c:3:3", self.run_tool("link", "shards").out)

    def test_without_any_mark_of_a_root(self):
        self.write("src/a.c", SLEEPER)
        self.database(["src/a.c"])
        self.compare()
        self.assertIn("src/a.c:3:3", self.run_tool("link", "shards").out)
        self.database(["src/a.c"], folder="build")
        (self.dir / "compile_commands.json").unlink()
        shutil.rmtree(self.dir / "shards")
        self.compare()
        self.write("lib/CMakeLists.txt", "")
        self.write("lib/code/CMakeLists.txt", "")
        self.write("lib/code/a.c", SLEEPER)
        shutil.rmtree(self.dir / "src")
        shutil.rmtree(self.dir / "shards")
        elsewhere = self.dir / "elsewhere/out"
        self.database(["lib/code/a.c"], folder=elsewhere)
        self.compare("-p", elsewhere)

    def test_what_is_wrong_with_the_database(self):
        self.project(a=SLEEPER)
        self.database(["a.c", "gone.c", "gone.c", self.entry("gone.c", "-DTWICE")])
        self.compare()
        (self.dir / "a.c").unlink()
        self.compare()
        self.assertEqual(self.run_tool("link", "shards").code, 3)

    def test_with_a_configuration_packs_a_baseline_and_comments(self):
        self.project(a=SLEEPER, b=SLEEPER.replace("on_timer", "on_other"), bad="int broken( {\n",
                     c=SLEEPER.replace("on_timer", "on_third").replace("usleep(5);", "usleep(5); // NOLINT(stallhound): rare"),
                     d=f"void own(void);\n{LOOP} void on_last(void) {{ own(); }}\n")
        self.write(".stallhound/rules/own.json", json.dumps({"schema": 1, "pack": "own", "title": "Own", "blocking": [
            {"names": ["own"], "category": "wait", "cost": "seconds", "why": "W.", "fix": {"default": "x"}}]}))
        self.write(".stallhound.json", json.dumps({
            "baseline": "known", "exclude": ["c.c"], "sections": [{"paths": ["b.c"], "fail_on": "error"}],
            "contexts": [{"functions": ["nowhere"]}]}))
        self.write("known", "")
        self.assertEqual(self.run_tool("baseline", "-o", "known", "--category", "wait").code, 3)
        self.compare()
        self.compare("--confidence", "possible", "--no-baseline")

    def test_a_part_of_the_project(self):
        self.write("src/a.c", SLEEPER)
        self.write("test/b.c", SLEEPER.replace("on_timer", "on_other"))
        self.database(["src/a.c", "test/b.c"])
        self.assertEqual(self.run_tool("baseline", "-o", "known").code, 0)
        self.assertEqual(self.run_tool("extract", "--output", "shards", "src").code, 0)
        scanned = self.scan("src", "--format", "json", "--baseline", "known")
        linked = self.run_tool("link", "shards", "--format", "json", "--baseline", "known")
        self.assertEqual((linked.code, linked.out, linked.err), (scanned.code, scanned.out, scanned.err))

    def test_extracting_again_replaces_what_was_there(self):
        self.project(a=SLEEPER, b=SLEEPER.replace("on_timer", "on_other"))
        self.compare()
        # Other flags, and one source less.
        self.database([self.entry("a.c", "-DOTHER")])
        self.compare()
        self.assertEqual(len(list((self.dir / "shards").iterdir())), 1)

    def test_extracting_leaves_alone_what_other_projects_wrote(self):
        self.write("one/src/a.c", SLEEPER)
        self.write("two/src/b.c", SLEEPER.replace("on_timer", "on_other"))
        for name, file in (("one", "one/src/a.c"), ("two", "two/src/b.c")):
            self.database([file], folder=name)
            self.assertEqual(self.run_tool("extract", "-p", name, "--output", "shards").code, 0)
        self.write("shards/note.shard", "no shard")
        self.assertEqual(self.run_tool("extract", "-p", "one", "--output", "shards").code, 0)
        (self.dir / "shards/note.shard").unlink()
        # The root is the folder that holds both.
        self.assertEqual([f["location"]["file"] for f in self.run_tool("link", "shards", "--format", "json").json()["findings"]],
                         ["one/src/a.c", "two/src/b.c"])

    def test_one_file_with_two_sets_of_flags(self):
        self.write("a.c", SLEEPER.replace("usleep(5);", "CALL;").replace("unsigned microseconds)", "unsigned), sleep(unsigned)"))
        self.database([self.entry("a.c", "-DCALL=usleep(5)"), self.entry("a.c", "-DCALL=sleep(5),sleep(6)")])
        self.compare()
        self.assertEqual(len(list((self.dir / "shards").iterdir())), 2)

    def test_shards_are_files_of_their_own(self):
        self.project(a=SLEEPER, b=SILENT)
        self.assertEqual(self.run_tool("extract", "--output", "one/two").code, 0)
        shards = sorted((self.dir / "one/two").iterdir())
        self.assertEqual([s.suffix for s in shards], [".shard"] * 2)
        self.assertEqual(self.run_tool("link", *shards).code, 1)
        before = [s.read_bytes() for s in shards]
        self.assertEqual(self.run_tool("extract", "--output", "one/two", "-j1").code, 0)
        self.assertEqual([s.read_bytes() for s in sorted((self.dir / "one/two").iterdir())], before)

    def test_packs_matter_to_link_only(self):
        self.project(a=SLEEPER)
        self.assertEqual(self.run_tool("extract", "--output", "shards").code, 0)
        self.write("mine.json", '{"schema": 1, "pack": "mine", "title": "Mine", "trusted": ["helper"]}')
        self.assertEqual(self.run_tool("link", "shards").code, 1)
        self.assertEqual(self.run_tool("link", "shards", "--rules", "mine.json").code, 0)


class ExitCodes(OutputTest):
    def check(self, expected, *flags):
        outcome = self.scan(*flags)
        self.assertEqual(outcome.code, expected, f"{flags}\n{outcome}")

    def test_levels(self):
        self.project(a=SLEEPER)  # A warning.
        self.check(1)
        self.check(1, "--fail-on", "note")
        self.check(1, "--fail-on=warning")
        self.check(0, "--fail-on", "error")
        self.check(0, "--category", "network")
        self.check(2, "--fail-on", "nothing")

    def test_confidence(self):
        # Two possible targets: probable, shown, but no reason to fail.
        self.project(a="int usleep(unsigned);\nstatic void slow(void) { usleep(5); }\nstatic void fine(void) {}\n"
                       "static void (*table[])(void) = {slow, fine};\n" + LOOP + " void f(int i) { table[i](); }\n")
        self.check(0)
        self.assertEqual([f["confidence"] for f in self.scan_json()["findings"]], ["probable"])
        self.assertEqual(self.scan_json("--confidence", "definite")["findings"], [])
        self.assertEqual(len(self.scan_json("--confidence", "possible")["findings"]), 1)

    def test_failed_units(self):
        self.project(a=SLEEPER, bad="int f( {\n")
        self.check(1)
        self.check(3, "--fail-on", "error")
        self.check(0, "--fail-on", "error", "a.c")
        self.check(3, "bad.c")

    def test_a_unit_nested_too_deep_costs_only_itself(self):
        deep = 200000
        self.project(a=SLEEPER, deep="int x = " + "(" * deep + "1" + ")" * deep + ";\n")
        outcome = self.scan("--format", "json")
        self.assertEqual(outcome.code, 1, outcome.err)
        report = outcome.json()
        self.assertEqual([p["file"] for p in report["problems"]], ["deep.c"])
        self.assertEqual(len(report["findings"]), 1)


if __name__ == "__main__":
    main()
