#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every name of every pack, against the headers of the library: an entry that matches nothing is an error.

For each pack rules/NAME.json there are sources NAME.c, NAME.cpp, NAME.m or NAME.VARIANT.cpp beside this script that include the
library's headers; `stallhound rules check --against` reads them. Their comments:

    // needs: libev-dev                Debian packages, comma separated; `stub` for a stub header of ours
    // flags: pkg:libev -std=c++14     compiler flags
    // absent: ev_new: since 5.0       a name that these headers lack, and why

A pack whose packages are not installed is skipped, with the reason. The executable comes from STALLHOUND.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
RULES = REPOSITORY / "rules"
EXECUTABLE = os.path.abspath(os.environ.get("STALLHOUND", REPOSITORY / "build/release/stallhound"))
# Packs that have no source yet; a pack that has one must not be listed.
PENDING = HERE / "pending.txt"


def all_sources():
    return sorted(path for path in HERE.iterdir() if path.suffix in (".c", ".cpp", ".m", ".mm"))


def sources_of(pack):
    """NAME.c, NAME.cpp, NAME.m and NAME.VARIANT.cpp, unless NAME.VARIANT is a pack of its own."""
    packs = {path.stem for path in RULES.glob("*.json")}
    found = []
    for path in all_sources():
        owner = path.stem
        while owner not in packs and "." in owner:
            owner = owner.rpartition(".")[0]
        if owner == pack:
            found.append(path)
    return found


def installed_packages():
    """Names of all installed packages and of what they provide; None where there is no Debian."""
    if shutil.which("dpkg-query") is None:
        return None
    listing = subprocess.run(["dpkg-query", "-W", "-f=${db:Status-Status} ${Package}, ${Provides}\n"], check=True,
                             capture_output=True, text=True).stdout
    names = set()
    for line in listing.splitlines():
        status, _, packages = line.partition(" ")
        if status == "installed":
            names.update(re.sub(r"\(.*?\)", "", name).strip() for name in packages.split(","))
    return names


def needs_of(sources):
    needs = []
    for source in sources:
        lines = re.findall(r"^// needs:(.*)$", source.read_text(), re.M)
        if not lines:
            raise AssertionError(f"{source.name} does not say what it `// needs:`")
        needs += [name.strip() for line in lines for name in line.split(",")]
    return needs


class Packs(unittest.TestCase):
    """One test per pack; see the end of this file."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.installed = installed_packages()
        cls.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
        cls.jobs = {}
        # All at once, unless single packs were asked for.
        if not any("." in argument for argument in sys.argv[1:]):
            for pack in sorted(path.stem for path in RULES.glob("*.json")):
                cls.start(pack)

    @classmethod
    def tearDownClass(cls):
        cls.pool.shutdown()

    @classmethod
    def missing(cls, sources):
        return [name for name in needs_of(sources)
                if name != "stub" and cls.installed is not None and name not in cls.installed]

    @classmethod
    def start(cls, pack):
        sources = sources_of(pack)
        try:
            runnable = sources and not cls.missing(sources)
        except AssertionError:
            runnable = False  # The pack's own test says so.
        if runnable and pack not in cls.jobs:
            command = [EXECUTABLE, "rules", "check", f"rules/{pack}.json"]
            for source in sources:
                command += ["--against", source.relative_to(REPOSITORY)]
            cls.jobs[pack] = cls.pool.submit(subprocess.run, command, cwd=REPOSITORY, stdin=subprocess.DEVNULL,
                                             capture_output=True, text=True, timeout=300)
        return cls.jobs.get(pack)

    def check(self, pack):
        sources = sources_of(pack)
        missing = self.missing(sources)
        if missing:
            self.skipTest(f"{pack} needs {', '.join(missing)}")
        done = self.start(pack).result()
        if self.installed is None and "file not found" in done.stderr:
            self.skipTest(f"{pack}: {done.stderr.splitlines()[0]}")
        self.assertEqual(done.returncode, 0, f"\n{done.stderr}{done.stdout}")
        self.assertRegex(done.stdout, r"different ones declared")


class Sources(unittest.TestCase):
    def test_every_pack_has_sources(self):
        pending = set(PENDING.read_text().split()) if PENDING.exists() else set()
        packs = {path.stem for path in RULES.glob("*.json")} - {"schema"}
        without = {pack for pack in packs if not sources_of(pack)}
        self.assertEqual(without - pending, set(), "these packs need a file tests/packs/NAME.cpp")
        self.assertEqual(pending - without, set(), f"take these out of {PENDING.name}")

    def test_every_source_belongs_to_a_pack(self):
        owned = {path for pack in RULES.glob("*.json") for path in sources_of(pack.stem)}
        self.assertEqual({path.name for path in all_sources() if path not in owned}, set())


for name in sorted(path.stem for path in RULES.glob("*.json")):
    if name != "schema" and sources_of(name):
        setattr(Packs, "test_" + re.sub(r"\W", "_", name), lambda self, pack=name: self.check(pack))


if __name__ == "__main__":
    unittest.main(verbosity=2)
