#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How commands end: the verdict and its exit code, a line on standard error for every failure, output that cannot be
written."""
import json
import os
import pathlib
import re
import signal
import subprocess
import unittest

from support import EXECUTABLE, LOOP, SILENT, SLEEPER, CliTest, main

BROKEN = "int broken( {\n"
FORMATS = ("text", "json", "sarif", "github", "gitlab", "markdown", "html")
# May be reached through a table only, hence probable.
UNSURE = f"""int usleep(unsigned microseconds);
static void one(void) {{ usleep(5); }}
static void two(void) {{}}
void (*table[])(void) = {{one, two}};
{LOOP} void on_timer(int i) {{ table[i](); }}
"""


class EndingTest(CliTest):
    def verdict(self, *flags):
        outcome = self.scan("--format", "json", *flags)
        return outcome.code, outcome.json()["verdict"], outcome.err


class Verdicts(EndingTest):
    def test_fail(self):
        self.project(a=SLEEPER, b=SLEEPER.replace("on_timer", "on_other"))
        code, verdict, err = self.verdict()
        self.assertEqual((code, verdict), (1, {"result": "fail", "why": "2 definite findings at or above warning"}))
        self.assertEqual(err, "stallhound: exit code 1: 2 definite findings at or above warning\n")

    def test_pass_says_what_does_not_fail(self):
        self.project(a=SILENT)
        self.assertEqual(self.verdict(), (0, {"result": "pass", "why": "no findings"}, ""))
        self.project(a=UNSURE)
        self.assertEqual(self.verdict()[:2], (0, {
            "result": "pass", "why": "1 finding, but none is definite and at or above warning"}))
        self.project(a=SLEEPER)
        self.assertEqual(self.verdict("--fail-on", "error")[:2], (0, {
            "result": "pass", "why": "1 finding, but none is definite and at or above error"}))

    def test_not_judged_names_the_unit(self):
        self.project(a=SILENT, bad=BROKEN)
        code, verdict, err = self.verdict()
        self.assertEqual((code, verdict["result"]), (3, "not-judged"))
        self.assertRegex(verdict["why"], r"^1 unit could not be analysed: bad\.c:1:\d+: ")
        self.assertEqual(err, f"stallhound: exit code 3: {verdict['why']}\n")

    def test_not_judged_counts_and_names_a_few(self):
        self.project(a=SILENT, **{f"bad{i}": BROKEN for i in range(5)})
        self.assertEqual(self.verdict()[1]["why"],
                         "5 units could not be analysed: bad0.c, bad1.c, bad2.c and 2 others")

    def test_a_file_that_is_missing_is_not_judged(self):
        self.project(a=SILENT)
        self.database(["a.c", "gone.c"])
        code, verdict, err = self.verdict()
        self.assertEqual((code, verdict["result"]), (3, "not-judged"))
        self.assertIn("gone.c", err)

    def test_failing_comes_before_not_being_judged(self):
        self.project(a=SLEEPER, bad=BROKEN)
        self.assertEqual(self.verdict()[:2], (1, {
            "result": "fail", "why": "1 definite finding at or above warning"}))

    def test_comments_that_hide_nothing_are_no_gap(self):
        self.project(a="int x; // NOLINT(stallhound)\n")
        self.assertEqual(self.verdict()[:2], (0, {"result": "pass", "why": "no findings"}))

    def test_never(self):
        self.project(a=SLEEPER)
        self.assertEqual(self.verdict("--fail-on", "never"), (0, {
            "result": "pass", "why": "1 finding, but none fails (--fail-on never)"}, ""))
        self.project(a=SLEEPER, bad=BROKEN)
        self.assertEqual(self.verdict("--fail-on=never")[0], 3)

    def test_never_in_the_configuration(self):
        self.project(a=SLEEPER)
        self.write(".stallhound.json", '{"fail_on": "never"}')
        self.assertEqual(self.verdict()[0], 0)
        self.assertEqual(self.verdict("--fail-on", "warning")[0], 1)
        self.assertEqual(json.loads(self.run_tool("config").out)["config"]["fail_on"], "never")
        # A section beats it, and a level on the command line beats both.
        self.write(".stallhound.json", '{"fail_on": "never", "sections": [{"paths": ["a.c"], "fail_on": "note"}]}')
        self.assertEqual(self.verdict()[0], 1)
        self.assertEqual(self.verdict("--fail-on", "never")[0], 0)
        self.write(".stallhound.json", '{"sections": [{"paths": ["a.c"], "fail_on": "never"}]}')
        self.assertEqual(self.verdict()[0], 0)

    def test_unresolved_calls(self):
        self.project(a=f"{LOOP} void on_timer(void (*f)(void)) {{ f(); }}\n")
        code, verdict, err = self.verdict("--max-unresolved", "0")
        self.assertEqual((code, verdict["result"]), (1, "fail"))
        self.assertIn("--max-unresolved allows 0", verdict["why"])
        self.assertIn(verdict["why"], err)

    def test_reports_for_people_end_with_it(self):
        for sources, heading in (({"a": SLEEPER}, "FAIL"), ({"a": SILENT}, "PASS"), ({"a": BROKEN}, "NOT JUDGED")):
            self.project(**sources)
            why = self.verdict()[1]["why"]
            self.assertEqual(self.scan().out.splitlines()[-1], f"{heading}: {why}")
            self.assertTrue(self.scan("--format", "html").out.splitlines()[-3].startswith(f"<p><b>{heading}</b>: "))
            self.assertTrue(self.scan("--format", "markdown").out.splitlines()[-1].startswith(f"**{heading}**: "))

    def test_one_screen_gets_the_reason_once(self):
        self.project(a=SLEEPER)
        done = subprocess.run([EXECUTABLE, "scan", "--no-cache"], cwd=self.dir, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        self.assertTrue(done.stdout.endswith("\nFAIL: 1 definite finding at or above warning\nstallhound: exit code 1\n"),
                        done.stdout)


class NeverSilent(EndingTest):
    def check(self, code, *arguments):
        outcome = self.run_tool(*arguments)
        self.assertEqual(outcome.code, code, (arguments, outcome))
        lines = outcome.err.splitlines()
        self.assertEqual(bool(lines), code != 0, (arguments, outcome))
        # Mistakes in a call may be followed by the help, and mistakes in packs begin with their place.
        if code != 2:
            self.assertTrue(all(line.startswith("stallhound: ") for line in lines), (arguments, outcome))

    def test_every_format_to_a_file_or_to_standard_output(self):
        for sources, code in (({"a": SLEEPER}, 1), ({"a": BROKEN}, 3), ({"a": SILENT}, 0)):
            self.project(**sources)
            for name in FORMATS:
                self.check(code, "scan", "--format", name)
                self.check(code, "scan", "--format", f"{name}=report")
        for name in FORMATS:
            self.check(2, "scan", "--format", f"{name}=none/report")

    def test_every_command(self):
        self.project(a=SLEEPER, bad=BROKEN)
        self.check(1, "scan", "--format", "json=r.json")
        self.check(3, "baseline", "-o", "known")
        self.check(3, "scan", "--baseline", "known", "--format", "json=r.json")
        self.check(3, "extract", "--output", "shards")
        self.check(1, "link", "shards", "--format", "json=r.json")
        self.check(3, "link", "shards", "--format", "json=r.json", "--baseline", "known")
        for command in (["explain", "0000"], ["why-not", "a.c:1"], ["why-not", "a.c"], ["dump"], ["dump", "nothing"], ["link"],
                        ["link", "none"], ["config", "--config", "none"], ["rules"], ["rules", "check", "none"],
                        ["rules", "show", "no_such_function"], ["rules", "test", "none"], ["rules", "none"], ["cache"],
                        ["cache", "none"], ["init", "--none"], ["none"], ["--version", "--none"], ["help", "none"]):
            self.check(2, *command)
        self.write("cases/one/a.c", SLEEPER.replace("usleep(5);", "usleep(5); // expect: dns"))
        self.write("cases/one/compile_commands.json", "[]")
        self.check(1, "rules", "test", "cases")

    def test_commands_without_a_verdict_name_what_they_could_not_read(self):
        self.project(a=SLEEPER, bad=BROKEN)
        for command in (["dump", "facts"], ["dump", "paths"], ["why-not", "a.c:3"]):
            outcome = self.run_tool(*command)
            self.assertEqual(outcome.code, 0, outcome)
            self.assertIn("stallhound: warning: ", outcome.err)
            self.assertIn("bad.c", outcome.err)


class Unwritable(EndingTest):
    COMMANDS = (["--help"], ["--version"], ["help", "scan"], ["__complete", "scan", ""], ["rules", "list"],
                ["rules", "--help"], ["rules", "show", "usleep"], ["cache", "--help"], ["cache", "stats"], ["dump", "facts"],
                ["dump", "labels"], ["why-not", "a.c:3"], ["config"], ["init", "--dry-run"],
                *(["scan", "--format", name] for name in FORMATS), ["link", "shards"], ["baseline", "-o", "-"])

    def setUp(self):
        super().setUp()
        self.project(a=SLEEPER)
        self.assertEqual(self.run_tool("extract", "--output", "shards").code, 0)

    def run_into(self, arguments, out):
        variables = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        done = subprocess.run([EXECUTABLE, *arguments], cwd=self.dir, env=variables, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=subprocess.PIPE, text=True)
        return done.returncode, done.stderr

    @unittest.skipUnless(pathlib.Path("/dev/full").exists(), "there is no /dev/full")
    def test_a_full_disk(self):
        for command in self.COMMANDS:
            with open("/dev/full", "w") as full:
                code, err = self.run_into(command, full)
            self.assertEqual(code, 2, (command, err))
            self.assertIn("stallhound: error: cannot write to standard output: No space left on device\n", err, command)

    def test_a_closed_standard_output(self):
        for command in self.COMMANDS:
            line = " ".join(map(lambda word: f"'{word}'", [EXECUTABLE, *command]))
            done = subprocess.run(["sh", "-c", f"{line} >&-"], cwd=self.dir, capture_output=True, text=True,
                                  env={**os.environ, "XDG_CACHE_HOME": str(self.cache)})
            self.assertEqual(done.returncode, 2, (command, done))
            self.assertIn("stallhound: error: cannot write to standard output: ", done.stderr, command)

    def test_a_closed_standard_output_that_is_not_needed(self):
        before = self.tree()
        done = subprocess.run(["sh", "-c", f"'{EXECUTABLE}' scan --no-cache --format json=r.json <&- >&- 2>&-"], cwd=self.dir)
        self.assertEqual(done.returncode, 1)
        after = self.tree()
        self.assertEqual(json.loads(after.pop("r.json"))["verdict"]["result"], "fail")
        self.assertEqual(after, before, "nothing was written into a file that took the number of a closed one")

    def test_a_reader_that_goes_away(self):
        def restore():
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        for prepare, codes in ((restore, (-signal.SIGPIPE,)), (lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN), (2,))):
            reader, writer = os.pipe()
            os.close(reader)
            process = subprocess.Popen([EXECUTABLE, "rules", "list"], stdout=writer, stderr=subprocess.PIPE, text=True,
                                       preexec_fn=prepare, restore_signals=False)
            os.close(writer)
            err = process.communicate()[1]
            self.assertIn(process.returncode, codes)
            self.assertEqual(err == "", process.returncode < 0, err)

    def test_files_are_written_before_a_reader_can_end_the_scan(self):
        reader, writer = os.pipe()
        os.close(reader)
        self.run_into(["scan", "--format", "text", "--format", "json=r.json"], writer)
        os.close(writer)
        self.assertEqual(json.loads((self.dir / "r.json").read_text())["version"], 1)

    @unittest.skipUnless(pathlib.Path("/dev/full").exists(), "there is no /dev/full")
    def test_report_files(self):
        outcome = self.scan("--format", "json=/dev/full")
        self.assertEqual(outcome.code, 2)
        self.assertIn("/dev/full: cannot write: No space left on device", outcome.err)

    def test_a_report_that_cannot_be_written_leaves_the_one_before(self):
        self.write("r.json", "before")
        limited = f"ulimit -f 1; trap '' XFSZ; exec '{EXECUTABLE}' scan --no-cache -j1 --format json=r.json"
        self.write("a.c", "".join(SLEEPER.replace("on_timer", f"on_{i}").replace("helper", f"helper_{i}")
                                  for i in range(20)))
        done = subprocess.run(["sh", "-c", limited], cwd=self.dir, capture_output=True, text=True)
        self.assertEqual(done.returncode, 2, done)
        self.assertIn("r.json: cannot write: File too large", done.stderr)
        self.assertEqual((self.dir / "r.json").read_text(), "before")
        self.assertEqual([p.name for p in self.dir.iterdir() if "tmp" in p.name], [])


if __name__ == "__main__":
    main()
