#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Mistakes of the user: what stallhound says, where it says it, and that it leaves nothing half-written behind."""
import json
import os
import unittest

from support import FAILS, SILENT, SLEEPER, CliTest, main

BROKEN = "int broken(void { return 1 }\n"


class BadDatabase(CliTest):
    def test_no_database_anywhere(self):
        for folder in (*self.dir.parents, self.dir):
            for name in ("compile_commands.json", "build/compile_commands.json"):
                if (folder / name).exists():
                    self.skipTest(f"{folder / name} would be found")
        outcome = self.scan()
        self.assert_user_error(outcome, str(self.dir), "no compile_commands.json", "CMAKE_EXPORT_COMPILE_COMMANDS",
                               "bear -- make", "-p")

    def test_build_folder_that_does_not_exist(self):
        self.project(a=SLEEPER)
        self.assert_user_error(self.scan("-p", "nowhere"), str(self.dir / "nowhere"), "no such file or folder")

    def test_build_folder_without_a_database(self):
        (self.dir / "out").mkdir()
        self.assert_user_error(self.scan("-p", "out"), str(self.dir / "out"), "no compile_commands.json in this folder")

    def test_broken_json(self):
        for text in ('[{"directory": ', "not json at all", "{}", '[{"directory": "/", "command": "cc -c x.c"}]',
                     '[{"directory": "/", "file": "x.c"}]'):
            with self.subTest(text):
                path = self.write("compile_commands.json", text)
                self.assert_user_error(self.scan(), str(path), "configure the build again")

    def test_empty_file_is_not_a_database(self):
        path = self.write("compile_commands.json", "")
        self.assert_user_error(self.scan(), str(path))

    def test_database_without_sources_is_no_success(self):
        path = self.write("compile_commands.json", "[]")
        for command in (["scan"], ["dump", "facts"], ["extract", "--output", "shards"]):
            self.assert_user_error(self.run_tool(*command), str(path), "names no source file")
        self.assertFalse((self.dir / "shards").exists())

    def test_a_folder_given_as_the_database_file(self):
        (self.dir / "compile_commands.json").mkdir()
        outcome = self.scan()
        self.assertEqual(outcome.code, 2, outcome)
        self.assertEqual(outcome.out, "", outcome)

    def test_source_file_that_does_not_exist(self):
        self.write("a.c", SILENT)
        self.database(["a.c", "gone.c"])
        outcome = self.scan("--format", "json")
        self.assertEqual(outcome.code, 3, outcome)
        problems = outcome.json()["problems"]
        self.assertEqual([(p["kind"], p["file"]) for p in problems], [("missing-file", "gone.c")])
        self.assertIn("does not exist", problems[0]["message"])

    def test_findings_win_over_missing_files(self):
        self.write("a.c", SLEEPER)
        self.database(["a.c", "gone.c"])
        self.assertEqual(self.scan().code, 1)

    def test_only_missing_sources(self):
        self.database(["gone.c", "lost.c"])
        outcome = self.scan("--format", "json")
        self.assertEqual(outcome.code, 3, outcome)
        self.assertEqual([p["file"].split("/")[-1] for p in outcome.json()["problems"]], ["gone.c", "lost.c"])
        for problem in outcome.json()["problems"]:
            self.assertTrue((self.dir / problem["file"]).is_relative_to(self.dir), problem)

    def test_entry_without_arguments(self):
        self.write("a.c", SILENT)
        self.write("b.c", SILENT)
        self.database(["a.c", {"directory": str(self.dir), "file": "b.c", "arguments": []}])
        outcome = self.scan("--format", "json")
        self.assertEqual(outcome.code, 3, outcome)
        self.assertEqual([(p["kind"], p["file"]) for p in outcome.json()["problems"]], [("bad-command", "b.c")])

    def test_working_directory_that_does_not_exist(self):
        self.write("a.c", SLEEPER)
        entry = self.entry("a.c")
        entry["directory"] = str(self.dir / "vanished")
        self.database([entry])
        outcome = self.scan("--format", "json")
        self.assertEqual(outcome.code, 3, outcome)
        self.assertIn("vanished", outcome.json()["problems"][0]["message"])


class BadSources(CliTest):
    def test_a_unit_that_does_not_compile_costs_only_itself(self):
        self.project(a=SLEEPER, bad=BROKEN)
        outcome = self.scan("--format", "json")
        report = outcome.json()
        self.assertEqual(outcome.code, 1, outcome)
        self.assertEqual([f["location"]["file"] for f in report["findings"]], ["a.c"])
        self.assertEqual([(p["kind"], p["file"]) for p in report["problems"]], [("parse-error", "bad.c")])
        self.assertIn("bad.c:1:17", report["problems"][0]["message"])
        self.assertEqual((report["summary"]["translation_units"], report["summary"]["failed"]), (2, 1))
        self.assertEqual(outcome.err, FAILS)

    def test_a_unit_that_does_not_compile_is_no_success(self):
        self.project(a=SILENT, bad=BROKEN)
        outcome = self.scan()
        self.assertEqual(outcome.code, 3, outcome)
        self.assertIn("bad.c", outcome.out)
        self.assertIn("1 unit could not be analysed", outcome.out)

    def test_what_stands_beside_an_error_is_analysed(self):
        self.project(half=SLEEPER + BROKEN)
        outcome = self.scan("--format", "json")
        self.assertEqual(outcome.code, 1, outcome)
        self.assertIn("what could be recovered", outcome.json()["problems"][0]["message"])

    def test_generated_header_that_is_missing_is_named_as_such(self):
        self.project(gen='#include "made_by_the_build.h"\n' + SLEEPER)
        report = self.scan_json()
        self.assertEqual([p["kind"] for p in report["problems"]], ["missing-header"])
        self.assertIn("made_by_the_build.h", report["problems"][0]["message"])
        self.assertIn("once the build has run", report["problems"][0]["message"])
        self.assertEqual(len(report["findings"]), 1)

    def test_unreadable_and_odd_sources(self):
        (self.dir / "zero.c").write_bytes(b"")
        (self.dir / "binary.c").write_bytes(bytes(range(256)) * 8)
        (self.dir / "latin.c").write_bytes(SLEEPER.replace("on_timer", "on_timer").encode() + b"// caf\xe9\n")
        self.database(["zero.c", "binary.c", "latin.c"])
        report = self.scan_json()
        self.assertEqual(report["summary"]["translation_units"], 3)
        self.assertEqual([f["location"]["file"] for f in report["findings"]], ["latin.c"])
        self.assertEqual([p["file"] for p in report["problems"]], ["binary.c"])


class BadPack(CliTest):
    def setUp(self):
        super().setUp()
        self.project(a=SLEEPER)

    def test_unknown_key(self):
        self.write("p.json", '{ "schema": 1, "pack": "x", "title": "X",\n  "blokcing": [] }\n')
        self.assert_user_error(self.scan("--rules", "p.json"), "p.json:2:3", "blokcing", "did you mean `blocking`?")

    def test_syntax_error(self):
        self.write("p.json", '{ "schema": 1,\n  "pack": "x", \n')
        self.assert_user_error(self.scan("--rules", "p.json"), "p.json:2:", "syntax error")

    def test_mistakes_in_several_packs_at_once(self):
        self.write("p.json", '{ "schema": 1, "pack": "x", "title": "X", "blokcing": [] }')
        self.write("q.json", "{")
        self.assert_user_error(self.scan("--rules", "p.json", "--rules", "q.json"), "p.json:1", "q.json:1")

    def test_pack_that_does_not_exist(self):
        self.assert_user_error(self.scan("--rules", "nowhere.json"), "nowhere.json")

    def test_an_extra_pack_counts(self):
        self.write("mine.json", json.dumps({
            "schema": 1, "pack": "mine", "title": "Mine", "blocking": [
                {"names": ["slow_thing"], "category": "cpu", "cost": "seconds", "why": "It is slow.",
                 "fix": {"default": "do less"}}]}))
        self.write("a.c", SLEEPER.replace("usleep(5)", "slow_thing()").replace("int usleep(unsigned microseconds)",
                                                                                 "void slow_thing(void)"))
        self.assertEqual(self.scan_json("--rules", "mine.json", "--category", "all")["findings"][0]["rule"], "cpu/mine")
        self.assertEqual(self.scan_json("--category", "all")["findings"], [])


class BadOptions(CliTest):
    def setUp(self):
        super().setUp()
        self.project(a=SLEEPER)

    def test_unknown_option(self):
        self.assert_user_error(self.scan("--formt", "json"), "unknown option '--formt'", "--format")
        self.assert_user_error(self.scan("--xyzzy"), "unknown option '--xyzzy'", "--help")

    def test_unknown_command(self):
        self.assert_user_error(self.run_tool("scna"), "unknown command 'scna'", "scan")

    def test_unknown_category(self):
        self.assert_user_error(self.scan("--category", "sleep,databse"), "'databse'", "database")
        self.assert_user_error(self.scan("--category", ""), "--category")

    def test_unknown_levels_and_formats(self):
        self.assert_user_error(self.scan("--fail-on", "fatal"), "--fail-on", "'fatal'", "warning")
        self.assert_user_error(self.scan("--confidence", "definit"), "--confidence", "'definit'", "definite")
        self.assert_user_error(self.scan("--format", "jsn"), "--format", "'jsn'", "json")

    def test_number_of_jobs(self):
        for value in ("0", "-1", "x", "", "1.5", "99999", "99999999999999999999"):
            with self.subTest(value):
                self.assert_user_error(self.scan("-j", value), "-j", "number from 1 to 1024")
        self.assert_user_error(self.scan("-jx"), "-j", "'x'")
        self.assertEqual(self.scan("-j1").code, 1)

    def test_values_that_are_missing_or_too_many(self):
        self.assert_user_error(self.scan("--format"), "--format needs a value")
        self.assert_user_error(self.scan("--stats=yes"), "--stats takes no value")
        self.assert_user_error(self.scan("--format", "json="), "names no file")

    def test_unknown_path(self):
        self.assert_user_error(self.scan("src/nowhere"), "src/nowhere", "no such file or folder")

    def test_path_without_a_unit_is_no_success(self):
        (self.dir / "docs").mkdir()
        self.assert_user_error(self.scan("docs"), "docs: no translation unit", "compile_commands.json")
        self.write("a.h", "")
        self.assert_user_error(self.scan("a.h"), "a.h: no translation unit", "headers")
        self.assertEqual(self.scan("docs", "a.c").code, 1)

    def test_several_mistakes_at_once(self):
        outcome = self.scan("--formt", "x", "-j", "0", "--category", "foo", "--fail-on", "bar")
        self.assert_user_error(outcome, "--formt", "-j", "'foo'", "'bar'")
        self.assertEqual(len(outcome.err.splitlines()), 4, outcome)
        self.write("p.json", "{")
        outcome = self.scan("--rules", "p.json", "--format", "json=nowhere/r.json", "missing.c")
        self.assert_user_error(outcome, "p.json", "nowhere", "missing.c")

    def test_no_arguments_prints_the_usage_to_standard_error(self):
        outcome = self.run_tool()
        self.assertEqual((outcome.code, outcome.out), (2, ""))
        self.assertIn("stallhound scan", outcome.err)

    def test_help_and_version_go_to_standard_output(self):
        for arguments in (["--help"], ["-h"], ["scan", "--help"], ["--version"]):
            outcome = self.run_tool(*arguments)
            self.assertEqual((outcome.code, outcome.err), (0, ""), arguments)
            self.assertIn("stallhound", outcome.out)

    def test_dump_extract_and_link_want_their_arguments(self):
        self.assert_user_error(self.run_tool("dump"), "facts, program, labels, paths")
        self.assert_user_error(self.run_tool("dump", "fcts"), "'fcts'", "facts")
        self.assert_user_error(self.run_tool("extract"), "--output FOLDER")
        self.assert_user_error(self.run_tool("link"), "shards")


class BadOutput(CliTest):
    def setUp(self):
        super().setUp()
        self.project(a=SLEEPER)

    def test_folder_of_the_output_does_not_exist(self):
        before = self.tree()
        self.assert_user_error(self.scan("--format", "json=nowhere/r.json"), "nowhere/r.json", "there is no folder nowhere")
        self.assertEqual(self.tree(), before)

    def test_output_is_a_folder(self):
        (self.dir / "out").mkdir()
        self.assert_user_error(self.scan("--format", "sarif=out"), "out: is a folder")

    def test_folder_that_may_not_be_written(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere")
        (self.dir / "locked").mkdir(mode=0o500)
        self.assert_user_error(self.scan("--format", "json=locked/r.json"), "locked/r.json", "cannot be written")

    def test_full_device(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("there is no /dev/full")
        self.assert_user_error(self.scan("--format", "json=/dev/full"), "/dev/full", "No space left")

    def test_two_reports_cannot_share_standard_output(self):
        self.assert_user_error(self.scan("--format", "json", "--format", "text"), "only one report", "FORMAT=FILE")

    def test_two_reports_cannot_share_a_file(self):
        self.assert_user_error(self.scan("--format", "json=r", "--format", "sarif=r"), "two reports", "r")
        self.assertFalse((self.dir / "r").exists())

    def test_an_old_report_survives_a_mistake(self):
        old = self.write("r.json", "old")
        self.assert_user_error(self.scan("--format", "json=r.json", "--category", "foo"), "foo")
        self.assert_user_error(self.scan("--format", "json=r.json", "nowhere.c"), "nowhere.c")
        self.assertEqual(old.read_text(), "old")

    def test_nothing_is_left_beside_a_report(self):
        before = set(self.tree())
        self.assertEqual(self.scan("--format", "json=r.json").code, 1)
        self.assertEqual(set(self.tree()) - before, {"r.json"})


class BadShards(CliTest):
    def setUp(self):
        super().setUp()
        self.project(a=SLEEPER)
        self.assertEqual(self.run_tool("extract", "--output", "shards").code, 0)
        self.shard = next((self.dir / "shards").iterdir())

    def test_missing_file(self):
        outcome = self.run_tool("link", "nowhere.shard")
        self.assert_user_error(outcome, "nowhere.shard: cannot read")
        self.assertEqual(len(outcome.err.splitlines()), 1, outcome)

    def test_folder_without_shards(self):
        (self.dir / "none").mkdir()
        self.assert_user_error(self.run_tool("link", "none"), "none: there is no shard in this folder")

    def test_damaged_shards_are_all_named(self):
        good = self.shard.read_bytes()
        (self.dir / "shards/cut.shard").write_bytes(good[:-3])
        (self.dir / "shards/foreign.shard").write_bytes(b"PK\3\4" + good)
        (self.dir / "shards/flipped.shard").write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        (self.dir / "shards/version.shard").write_bytes(good[:4] + b"\xff" + good[5:])
        outcome = self.run_tool("link", "shards")
        self.assert_user_error(outcome, "cut.shard: ", "foreign.shard: ", "flipped.shard: ", "version.shard: ",
                               "stallhound extract")
        self.assertEqual(len(outcome.err.splitlines()), 4, outcome)

    def test_unwritable_folder_for_shards(self):
        self.assert_user_error(self.run_tool("extract", "--output", "a.c/shards"), "a.c/shards", "cannot make this folder")

    def test_extract_says_what_it_could_not_analyse(self):
        self.write("bad.c", BROKEN)
        self.database(["a.c", "bad.c", "gone.c"])
        outcome = self.run_tool("extract", "--output", "more")
        self.assertEqual((outcome.code, outcome.out), (3, ""), outcome)
        self.assertIn("bad.c", outcome.err)
        self.assertIn("gone.c", outcome.err)


if __name__ == "__main__":
    main()
