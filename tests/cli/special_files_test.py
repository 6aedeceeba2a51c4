#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Files of a project that are no files, that lie outside of it, or that stand for far more than they hold."""
import json
import os
import subprocess
import sys
import unittest

from support import EXECUTABLE, FAILS, SLEEPER, CliTest, main

PACK = '{"schema": 1, "pack": "own", "title": "Own", "trusted": ["own_function"]}'


class SpecialFilesTest(CliTest):
    def setUp(self):
        super().setUp()
        self.project(a=SLEEPER)

    def fifo(self, name):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(path)
        return path

    def link(self, name, target):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        os.symlink(target, path)
        return path


class SpecialFiles(SpecialFilesTest):
    def test_configuration(self):
        self.fifo(".stallhound.json")
        self.assert_user_error(self.scan(), ".stallhound.json: is a named pipe, not a regular file")
        (self.dir / ".stallhound.json").unlink()
        self.link(".stallhound.json", "/dev/zero")
        self.assert_user_error(self.scan(), ".stallhound.json: is a device, not a regular file")
        (self.dir / ".stallhound.json").unlink()
        # A link to nothing is a configuration that cannot be read, not none.
        self.link(".stallhound.json", "nowhere")
        self.assert_user_error(self.scan(), ".stallhound.json: cannot read this file")

    def test_database(self):
        for name, make in (("f", lambda p: self.fifo(p)), ("z", lambda p: self.link(p, "/dev/zero"))):
            make(f"{name}/compile_commands.json")
            self.assert_user_error(self.scan("-p", name), "compile_commands.json: is a ", "not a regular file")

    def test_packs_of_the_project(self):
        self.fifo(".stallhound/rules/x.json")
        self.assert_user_error(self.scan(), "x.json: is a named pipe, not a regular file")

    def test_packs_and_baseline_of_the_configuration(self):
        self.fifo("pipe")
        self.write(".stallhound.json", '{"packs": ["pipe"]}')
        self.assert_user_error(self.scan(), ".stallhound.json:1:12: `pipe` is a named pipe, not a regular file")
        self.write(".stallhound.json", '{"baseline": "pipe"}')
        self.assert_user_error(self.scan(), "pipe: is a named pipe, not a regular file")

    def test_shards_in_a_folder(self):
        self.fifo("shards/x.shard")
        self.assert_user_error(self.run_tool("link", "shards"), "x.shard: is a named pipe, not a regular file")

    def test_quoted_source(self):
        # The shard knows its lines; what stands in its place now is not read.
        self.assertEqual(self.run_tool("extract", "--output", "shards").code, 0)
        (self.dir / "a.c").unlink()
        self.fifo("a.c")
        self.assertEqual(self.run_tool("link", "shards").code, 1)

    def test_large_files(self):
        with open(self.dir / ".stallhound.json", "wb") as file:
            file.truncate(17 << 20)
        self.assert_user_error(self.scan(), "is larger than 16 MiB, the most that a configuration may have")

    def test_what_the_user_names_may_be_a_pipe(self):
        for option, text in (("--rules", PACK), ("--config", '{"version": 1}')):
            done = subprocess.run([EXECUTABLE, "scan", "--no-cache", option, "/dev/stdin"], cwd=self.dir, input=text,
                                  capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (1, FAILS), done)

    def test_a_pipe_that_the_user_names_and_nobody_fills(self):
        self.fifo("pipe")
        self.assert_user_error(self.scan("--rules", "pipe"), "pipe: has sent nothing for 30 seconds")

    def test_a_source_that_is_a_pipe(self):
        self.write("a.c", '#include "pipe.h"\n' + SLEEPER)
        self.fifo("pipe.h")
        outcome = self.scan("--timeout", "100")
        # The rest of the unit is analysed.
        self.assertEqual(outcome.code, 1, outcome)
        self.assertIn("a.c:1:10: cannot open file 'pipe.h'", outcome.out)
        self.assertNotIn("took longer", outcome.err + outcome.out)


class Outside(SpecialFilesTest):
    def setUp(self):
        super().setUp()
        self.outside = self.cache / "outside"
        self.outside.mkdir()
        (self.outside / "own.json").write_text(PACK)
        (self.outside / "known").write_text("")

    def test_paths_of_the_configuration(self):
        self.link("link", self.outside)
        up = os.path.relpath(self.outside, self.dir)
        for key, name, option in (("packs", "own.json", "--rules"), ("baseline", "known", "--baseline"), ("build", "", "-p")):
            for folder in (str(self.outside), up, "link", "x/../link"):
                path = os.path.join(folder, name) if name else folder
                self.write(".stallhound.json", json.dumps({key: [path] if key == "packs" else path}))
                outcome = self.scan()
                self.assert_user_error(outcome, f".stallhound.json:1:", f"`{path}` leads out of the project",
                                       f"{option} {self.outside}")

    def test_the_command_line_may_name_them(self):
        self.write(".stallhound.json", json.dumps({"build": str(self.outside), "baseline": str(self.outside / "x")}))
        self.assertEqual(self.scan("-p", ".", "--no-baseline").code, 1)
        self.assertEqual(self.scan("-p", ".", "--no-baseline", "--rules", self.outside / "own.json").code, 1)

    def test_paths_inside(self):
        self.write("ci/.stallhound.json", json.dumps({"packs": ["../own.json"], "build": ".."}))
        self.write("own.json", PACK)
        (self.dir / ".git").mkdir()
        self.assertEqual(self.scan("--config", "ci/.stallhound.json").code, 1)

    def test_packs_that_are_links(self):
        self.link(".stallhound/rules/own.json", self.outside / "own.json")
        self.assert_user_error(self.scan(), ".stallhound/rules/own.json: this link leads out of the project",
                               f"--rules {self.outside}/own.json")
        outcome = self.run_tool("rules", "list")
        self.assertEqual(outcome.code, 2, outcome)
        (self.dir / ".stallhound/rules/own.json").unlink()
        self.write("packs/own.json", PACK)
        self.link(".stallhound/rules/own.json", "../../packs/own.json")
        self.assertEqual(self.scan().code, 1)


class Amplification(SpecialFilesTest):
    MANY = "ns::" + "{a,b,c,d,e,f,g,h}" * 4

    def test_names_of_a_configuration(self):
        self.write(".stallhound.json", json.dumps({"trusted": [self.MANY + str(i) for i in range(8)]}, indent=1))
        self.assertNotIn("stand for more", self.scan().err)
        self.write(".stallhound.json", json.dumps({"trusted": [self.MANY + str(i) for i in range(400)]}, indent=1))
        self.assert_user_error(self.scan(), ".stallhound.json:11:3: the braces of this file stand for more than 32768 names")

    def test_names_of_packs(self):
        for i in range(9):
            pack = {"schema": 1, "pack": f"p{i}", "title": "P", "trusted": [f"{self.MANY}{i}{k}" for k in range(7 + i // 7)]}
            self.write(f".stallhound/rules/{i}.json", json.dumps(pack))
        self.assert_user_error(self.scan(), "8.json:1:", "the braces of all rule packs stand for more than 262144 names")

    def test_texts_of_many_classes(self):
        entry = {"classes": [self.MANY], "what": "x" * 100000}
        self.write(".stallhound.json", json.dumps({"contexts": [entry]}))
        self.assert_user_error(self.scan(), "the texts of this entry are too long for so many classes")

    def test_many_and_long_mistakes(self):
        self.write(".stallhound.json", json.dumps({f"k{i}": 1 for i in range(5000)}))
        outcome = self.scan()
        self.assert_user_error(outcome, "stallhound: error: and 4900 more\n")
        self.assertEqual(len(outcome.err.splitlines()), 101)
        self.write(".stallhound.json", json.dumps({"\u00e4" * 1000000: 1}, ensure_ascii=False))
        outcome = self.scan()
        self.assert_user_error(outcome, "...\n")
        self.assertLess(len(outcome.err), 3000)

    def test_deep_and_giant_values(self):
        for text in ("[" * 100000, '{"a":' * 100000, '{"version": ' + "9" * 100000 + "}", '{"x": 1e999999}',
                     "{" * 100000 + "}" * 100000):
            self.write(".stallhound.json", text)
            outcome = self.scan()
            self.assert_user_error(outcome, ".stallhound.json:1:")
            self.assertLess(len(outcome.err), 3000)


if __name__ == "__main__":
    main()
