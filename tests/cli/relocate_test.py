#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The executable finds its packs beside itself, wherever it lies and however it is called."""
import os
import pathlib
import shutil
import unittest

from support import EXECUTABLE, SLEEPER, CliTest, main


def data_folder():
    """The folder of packs that belongs to the executable under test: a build tree's or an installed one."""
    here = pathlib.Path(EXECUTABLE).resolve().parent
    for folder in (here / "share/stallhound", here.parent / "share/stallhound"):
        if (folder / "rules/posix.json").exists():
            return folder
    raise FileNotFoundError("no packs beside " + EXECUTABLE)


class RelocateTest(CliTest):
    def setUp(self):
        super().setUp()
        self.write("project/a.c", SLEEPER)
        self.database([self.entry("project/a.c")], "project")

    def install(self, folder, executable="bin"):
        """A copy with the layout of an install prefix, or (executable=".") of a build tree."""
        prefix = self.dir / folder
        (prefix / executable).mkdir(parents=True, exist_ok=True)
        copy = prefix / executable / "stallhound"
        shutil.copy2(EXECUTABLE, copy)
        shutil.copytree(data_folder() / "rules", prefix / "share/stallhound/rules")
        return copy

    def assert_works(self, executable, cwd=None):
        outcome = self.run_tool("scan", "--format", "json", cwd=cwd or self.dir / "project", executable=executable)
        self.assertEqual(outcome.code, 1, outcome)
        self.assertEqual(outcome.json()["findings"][0]["rule"], "sleep/posix")

    def test_an_install_prefix_can_be_moved(self):
        copy = self.install("one")
        self.assert_works(copy)
        (self.dir / "one").rename(self.dir / "an other")
        self.assert_works(self.dir / "an other/bin/stallhound")

    def test_the_layout_of_a_build_tree(self):
        self.assert_works(self.install("tree", "."))

    def test_relative_path(self):
        self.install("one")
        self.assert_works("../one/bin/stallhound")
        self.assert_works("./../one/../one/bin/stallhound")

    def test_symbolic_links(self):
        copy = self.install("one")
        (self.dir / "elsewhere").mkdir()
        (self.dir / "elsewhere/sh").symlink_to(copy)
        self.assert_works(self.dir / "elsewhere/sh")
        (self.dir / "linked").symlink_to(self.dir / "one")
        self.assert_works(self.dir / "linked/bin/stallhound")

    def test_found_through_the_search_path(self):
        copy = self.install("one")
        (self.dir / "path").mkdir()
        (self.dir / "path/stallhound").symlink_to(copy)
        env = {"PATH": f"{self.dir / 'path'}{os.pathsep}{os.environ['PATH']}"}
        outcome = self.run_tool("sh", "-c", "cd project && stallhound scan", env=env, executable="/usr/bin/env")
        self.assertEqual(outcome.code, 1, outcome)

    def test_without_its_packs_it_says_where_they_belong(self):
        copy = self.install("one")
        shutil.rmtree(self.dir / "one/share")
        outcome = self.run_tool("scan", cwd=self.dir / "project", executable=copy)
        self.assert_user_error(outcome, "rule packs", "share/stallhound/rules")

    def test_its_own_packs_are_used_and_no_others(self):
        copy = self.install("one")
        pack = self.dir / "one/share/stallhound/rules/posix.json"
        pack.write_text(pack.read_text().replace('"usleep"', '"usleep_by_another_name"'))
        outcome = self.run_tool("scan", cwd=self.dir / "project", executable=copy)
        self.assertEqual(outcome.code, 0, outcome)


if __name__ == "__main__":
    main()
