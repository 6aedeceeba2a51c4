#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Scans that are killed leave nothing that is wrong.

A scan is killed with SIGKILL at a random moment. The next scan with the same cache must say byte for byte what one
without a cache says; a report is there as a whole or not at all; neither the project nor the cache holds a file that
does not belong there.

Usage: kill_test.py [--kills N] [--seed S], besides the options of unittest.
"""
import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import unittest

from support import EXECUTABLE, LOOP, CliTest

UNITS = 6
HEADER = "int usleep(unsigned microseconds);\nstatic inline void nap(void) {{ usleep({}); }}\n"
SOURCE = '#include "nap.h"\nvoid helper{0}(void) {{ nap(); }}\n{1} void on_timer{0}(void) {{ helper{0}(); }}\n'
IN_CACHE = re.compile(r"v\d+/[0-9a-f]{2}/[0-9a-f]{30}-\d\.shard|CACHEDIR\.TAG|tidied")
KILLS, SEED = 50, 1


class Kills(CliTest):
    def make_project(self):
        self.write("nap.h", HEADER.format(1))
        for i in range(UNITS):
            self.write(f"unit{i}.c", SOURCE.format(i, LOOP))
        self.database([f"unit{i}.c" for i in range(UNITS)])

    def command(self):
        return [EXECUTABLE, "scan", "--cache-dir", str(self.cache), "-j2", "--format", "json=report.json", "--format",
                "html=report.html", "--format", "github"]

    def kill_after(self, seconds):
        """Starts a scan and kills it; its exit code, which is no signal if it was faster."""
        process = subprocess.Popen(self.command(), cwd=self.dir, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        return process.wait()

    def check_files(self, sources):
        for name in self.tree():
            self.assertIn(name, sources | {"report.json", "report.html"})
        for name in self.tree(self.cache):
            self.assertRegex(name, IN_CACHE)
        report, page = self.dir / "report.json", self.dir / "report.html"
        if report.exists():
            self.assertEqual(json.loads(report.read_text())["version"], 1)
        if page.exists():
            self.assertTrue(page.read_text().endswith("</html>\n"))

    def test_what_a_killed_scan_leaves_is_right(self):
        chance = random.Random(SEED)
        self.make_project()
        sources = set(self.tree())
        begin = time.monotonic()
        subprocess.run(self.command(), cwd=self.dir, capture_output=True)
        whole = time.monotonic() - begin
        killed = 0
        for kill in range(KILLS):
            # Some units are in the cache, some are not.
            for i in chance.sample(range(UNITS), chance.randrange(UNITS)):
                self.write(f"unit{i}.c", SOURCE.format(i, LOOP) + f"int kill{kill};\n")
            if chance.random() < 0.3:
                self.write("nap.h", HEADER.format(kill + 2))
            killed += self.kill_after(chance.uniform(0, whole)) == -signal.SIGKILL
            self.check_files(sources)
            fresh = self.scan("--format", "json", "--no-cache")
            warm = self.scan("--format", "json", "--cache-dir", self.cache)
            self.assertEqual(fresh.code, 1, f"seed {SEED}, kill {kill}: {fresh}")
            self.assertEqual((warm.code, warm.out, warm.err), (fresh.code, fresh.out, fresh.err), f"seed {SEED}, kill {kill}")
            self.check_files(sources)
        print(f"{killed} of {KILLS} scans were killed, seed {SEED}", file=sys.stderr)
        self.assertGreater(killed, KILLS // 10, "nearly all scans ended before they could be killed")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=SEED)
    known, rest = parser.parse_known_args()
    KILLS, SEED = known.kills, known.seed
    unittest.main(argv=[sys.argv[0], *rest])
