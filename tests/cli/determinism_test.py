#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The same project gives the same bytes, for any number of processes and any order of units."""
import random
import unittest

from support import LOOP, CliTest, main

FORMATS = ("text", "json", "sarif")


class DeterminismTest(CliTest):
    def make_project(self, files=12):
        """Units that call each other in a web, with shared headers, equal names, NOLINTs and one that does not compile."""
        (self.dir / ".git").mkdir()
        chance = random.Random(7)
        self.write("shared.h", "int usleep(unsigned), sleep(unsigned), system(const char *);\nextern const char *text;\ntypedef void (*job)(int);\n"
                   "static inline void nap(int x) { usleep(x); }\n" +
                   "".join(f"void f{i}(int), g{i}(int); extern job table{i};\n" for i in range(files)))
        names = []
        for i in range(files):
            calls = "".join(f"  {chance.choice('fg')}{chance.randrange(files)}(x);\n" for _ in range(4))
            through = "".join(f"  table{chance.randrange(files)}(x);\n" for _ in range(2))
            text = (f'#include "shared.h"\njob table{i} = f{chance.randrange(files)};\n'
                    f"static void local(int x) {{ {chance.choice(['nap(x)', 'sleep(1)', 'system(0)', 'system(text)'])}; }}\n"
                    f"void f{i}(int x) {{\n{calls}  local(x);\n}}\n"
                    # Reached through a table of several functions only, hence never certain.
                    f"static void hidden(int x) {{ sleep(2); }}\n"
                    f"void g{i}(int x) {{\n{through}  table{i} = hidden;\n  nap(x);\n}}\n"
                    f"{LOOP} void loop{i}(int x) {{\n  for (int k = 0; k < x; ++k) f{i}(k);\n"
                    f"  g{chance.randrange(files)}(x);{' // NOLINT(stallhound)' if i % 5 == 0 else ''}\n}}\n")
            # Two programs in one tree: the same name means different functions.
            text += f"void same(int x) {{ {'nap(x)' if i < 3 else ';'}; }}\n" if i < 6 else f"void same(int); void u{i}(int x) {{ same(x); }}\n"
            if i == 9:
                text += "void broken( {\n"
            names.append(f"unit{i:02}.c")
            self.write(names[-1], text)
        chance.shuffle(names)
        self.database(names)

    def report(self, output_format, *flags):
        outcome = self.scan("--format", output_format, "--category", "all", "--confidence", "possible", *flags)
        self.assertIn(outcome.code, (1, 3), outcome)
        self.assertRegex(outcome.err, r"^stallhound: exit code [13]: .*\n$")
        self.assertGreater(len(outcome.out), 1000)
        return outcome.out

    def test_jobs_and_order_change_no_byte(self):
        self.make_project()
        for output_format in FORMATS:
            first = self.report(output_format, "-j1")
            for flags in (["-j1"], ["-j2"], ["-j5"], ["-j1", "--shuffle"], ["-j2", "--shuffle"]):
                for cache in ([], ["--no-cache"]):
                    self.assertEqual(self.report(output_format, *flags, *cache), first, (flags, cache))

    def test_the_order_of_the_database_changes_no_byte(self):
        self.make_project()
        first = self.report("json")
        names = sorted(p.name for p in self.dir.glob("*.c"))
        for order in (names, names[::-1], names[5:] + names[:5]):
            self.database(order)
            self.assertEqual(self.report("json"), first)

    def test_the_project_is_rich_enough_for_this_test(self):
        self.make_project()
        report = self.scan_json("--confidence", "possible")
        self.assertGreater(len(report["findings"]), 5)
        self.assertGreater(len({f["confidence"] for f in report["findings"]}), 1)
        self.assertEqual(report["summary"]["failed"], 1)
        self.assertTrue(any(f["more_contexts"] for f in report["findings"]))

    def test_another_folder_of_the_project_changes_only_its_name(self):
        self.make_project()
        first = self.report("json")
        # The same project, somewhere else.
        here = self.dir
        self.setUp()
        for path in here.glob("*.[ch]"):
            self.write(path.name, path.read_text())
        (self.dir / ".git").mkdir()
        self.database(sorted(p.name for p in self.dir.glob("*.c")))
        self.assertEqual(self.report("json").replace(str(self.dir), str(here)), first)

    def test_one_file_with_two_sets_of_flags(self):
        self.write("a.c", f"int usleep(unsigned), sleep(unsigned);\n{LOOP} void g(void) {{ CALL(1); }}\n")
        self.database([self.entry("a.c", f"-DCALL={call}") for call in ("usleep", "sleep")])
        first = self.scan("-j1", "--no-cache")
        self.assertEqual(self.scan("-j1", "--no-cache", "--shuffle").out, first.out)

    def test_environment_changes_no_byte(self):
        self.make_project(3)
        first = self.scan("--format", "json").out
        for env in ({"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}, {"TZ": "Asia/Tokyo"}, {"HOME": "/nowhere"},
                    {"CPATH": "/nowhere", "TERM": "dumb"}, {"COLUMNS": "20"}):
            self.assertEqual(self.scan("--format", "json", env=env).out, first, env)


if __name__ == "__main__":
    main()
