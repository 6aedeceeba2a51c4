#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Packs that nobody names on the command line: those that libraries install and those of the project, and which wins."""
import json
import shutil

from relocate_test import data_folder
from support import EXECUTABLE, CliTest, main

SOURCE = """int usleep(unsigned microseconds);
int lib_fetch(void);
int lib_spin(void);
__attribute__((annotate("stallhound::loop"))) void on_timer(void) {
  usleep(5);
  lib_fetch();
  lib_spin();
}
"""


def pack(name, **sections):
    return json.dumps({"schema": 1, "pack": name, "title": name, **sections})


def entry(name, category="network", **more):
    return {"names": [name], "category": category, "cost": "seconds", "why": "It waits.",
            "fix": {"default": "do not"}, **more}


class ShippedPacks(CliTest):
    def setUp(self):
        super().setUp()
        self.project(a=SOURCE)
        self.write(".stallhound.json", "{}")
        self.env = {"XDG_DATA_DIRS": f"{self.dir}/local/share:{self.dir}/usr/share"}

    def found(self, *arguments, **named):
        report = self.scan_json(*arguments, env=self.env, **named)
        return {finding["call"]: finding["rule"] for finding in report["findings"]}

    def test_packs_of_libraries_of_the_system(self):
        self.assertEqual(self.found(), {"usleep": "sleep/posix"})
        self.write("usr/share/stallhound/rules.d/lib.json", pack("lib", blocking=[entry("lib_fetch")]))
        self.assertEqual(self.found(), {"usleep": "sleep/posix", "lib_fetch": "network/lib"})
        # The more local folder is read later: it may replace what the other says.
        self.write("local/share/stallhound/rules.d/lib.json", pack("lib", replace=True, blocking=[entry("lib_spin")]))
        self.assertEqual(self.found(), {"usleep": "sleep/posix", "lib_spin": "network/lib"})

    def test_packs_of_libraries_in_the_same_prefix(self):
        prefix = self.dir / "prefix"
        (prefix / "bin").mkdir(parents=True)
        shutil.copy2(EXECUTABLE, prefix / "bin/stallhound")
        shutil.copytree(data_folder() / "rules", prefix / "share/stallhound/rules")
        self.write("prefix/share/stallhound/rules.d/lib.json", pack("lib", blocking=[entry("lib_fetch")]))
        found = self.found(executable=prefix / "bin/stallhound")
        self.assertEqual(found, {"usleep": "sleep/posix", "lib_fetch": "network/lib"})

    def test_packs_of_the_project(self):
        self.write("usr/share/stallhound/rules.d/lib.json", pack("lib", blocking=[entry("lib_fetch")]))
        self.write(".stallhound/rules/own.json", pack("own", disable=["sleep/posix:usleep"], blocking=[
            entry("lib_fetch", "database", replace=True)]))
        self.assertEqual(self.found(), {"lib_fetch": "database/own"})
        # From anywhere below the root, and from shards.
        (self.dir / "below").mkdir()
        self.assertEqual(self.found(cwd=self.dir / "below"), {"lib_fetch": "database/own"})
        self.assertEqual(self.run_tool("extract", "--output", "shards", env=self.env).code, 0)
        report = self.run_tool("link", "--format", "json", "shards", env=self.env).json()
        self.assertEqual([finding["rule"] for finding in report["findings"]], ["database/own"])

    def test_the_folder_of_packs_marks_the_root(self):
        (self.dir / ".stallhound.json").unlink()
        self.write(".stallhound/rules/own.json", pack("own", blocking=[entry("lib_fetch")]))
        self.write("deep/er/b.c", SOURCE)
        self.database(["deep/er/b.c"])
        self.assertIn("lib_fetch", self.found())

    def test_the_command_line_wins(self):
        self.write(".stallhound/rules/own.json", pack("own", blocking=[entry("lib_fetch")]))
        self.write("off.json", pack("off", disable=["pack:own"]))
        self.write("late.json", pack("late", blocking=[entry("lib_fetch", "rpc")]))
        self.assertEqual(self.found("--rules", "off.json", "--rules", "late.json"),
                         {"usleep": "sleep/posix", "lib_fetch": "rpc/late"})

    def test_a_conflict_names_both_places(self):
        self.write(".stallhound/rules/own.json", pack("own", blocking=[entry("usleep", "sleep")]))
        outcome = self.scan(env=self.env)
        self.assert_user_error(outcome, f"{self.dir}/.stallhound/rules/own.json:1:", "two packs list `usleep`",
                               "posix.json:", '"replace": true')
        # The project is looked at all the same: its mistakes come with those of the packs.
        self.assertIn("no such file", self.scan("nowhere.c", env=self.env).err)

    def test_rules_commands_see_the_packs_of_the_project(self):
        self.write(".stallhound/rules/own.json", pack("own", blocking=[entry("lib_fetch")]))
        self.assertIn("network/own", self.run_tool("rules", "show", "lib_fetch", env=self.env).out)
        self.assertIn("\nown ", self.run_tool("rules", "list", env=self.env).out)
        outcome = self.run_tool("rules", "check", ".stallhound/rules", env=self.env)
        self.assertEqual((outcome.code, outcome.out), (0, "1 pack, 1 name, no mistakes\n"), outcome)

    def test_check_holds_a_pack_against_the_others(self):
        self.write("own.json", pack("own", blocking=[entry("usleep", "sleep")], disable=["sleep/posix:uslep"]))
        outcome = self.run_tool("rules", "check", "own.json", env=self.env)
        self.assertEqual(outcome.code, 2, outcome)
        self.assertIn("two packs list `usleep`", outcome.err)
        self.assertIn("`sleep/posix:uslep` switches nothing off (did you mean `sleep/posix:usleep`?)", outcome.err)
        self.write("own.json", pack("own", blocking=[entry("usleep", "sleep", replace=True)]))
        self.assertEqual(self.run_tool("rules", "check", "own.json", env=self.env).code, 0)
        # A copy of an installed pack is checked in its place.
        shutil.copy(data_folder() / "rules/posix.json", self.dir / "posix.json")
        self.assertEqual(self.run_tool("rules", "check", "posix.json", env=self.env).code, 0)


if __name__ == "__main__":
    main()
