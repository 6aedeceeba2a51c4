#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random edits of a project, each followed by scans that must not notice that there is a cache.

After each edit, a scan with the cache says byte for byte what one with an empty cache says, and so does `--changed`;
what `--changed` reports is among what the whole scan reports. Some edits set times back, replace files by others, or
switch branches, since that is what a cache is fooled by.

Usage: soak.py --stallhound FILE [--edits N] [--seed S] [--verbose]
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

LOOP = '__attribute__((annotate("stallhound::loop")))'
CALLS = ["usleep(5)", "sleep(1)", "wait_for_it()", "quiet()"]
DECLARATIONS = "int usleep(unsigned);\nunsigned sleep(unsigned);\nvoid wait_for_it(void);\nvoid quiet(void);\n"
PACK = {"schema": 1, "pack": "own", "title": "Own calls", "blocking": [
    {"names": ["wait_for_it"], "category": "wait", "cost": "seconds", "why": "It waits.", "fix": {"default": "do not"}}]}


class Project:
    """A project of C files under git, and the ways to change it. Everything random comes from `chance`."""

    def __init__(self, folder, chance):
        self.folder, self.chance, self.next = folder, chance, 0
        self.flags = {}
        for name in ("first", "second"):
            (folder / name).mkdir()
        self.write("second/shared.h", DECLARATIONS + "static inline void shared(void) { usleep(5); }\n")
        self.write(".stallhound.json", '{"fail_on": "warning"}\n')
        self.write(".stallhound/rules/own.json", json.dumps(PACK))
        for _ in range(5):
            self.add_file()
        self.git("init", "-q", "-b", "main")
        self.commit()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=soak", "-c", "user.email=soak@example.org", *arguments], cwd=self.folder,
                       check=True, capture_output=True)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "state")

    def sources(self):
        return sorted(self.folder.glob("*.c"))

    def some_file(self):
        return self.chance.choice(self.sources())

    def write_database(self):
        for name in list(self.flags):
            if not (self.folder / name).exists():
                del self.flags[name]
        for path in self.sources():
            self.flags.setdefault(path.name, [])
        self.write("compile_commands.json", json.dumps([
            {"directory": str(self.folder), "file": name,
             "arguments": ["cc", "-Ifirst", "-Isecond", *flags, "-c", name]} for name, flags in sorted(self.flags.items())]))

    # ---- edits ----------------------------------------------------------------------------------------------------

    def add_file(self):
        self.next += 1
        n = self.next
        call = self.chance.choice(CALLS)
        self.write(f"unit{n}.c", f'#include "shared.h"\nvoid helper{n}(void) {{ {call}; }}\n'
                   f"#ifdef EXTRA\nvoid extra{n}(void) {{ sleep(2); }}\n#else\nvoid extra{n}(void) {{ quiet(); }}\n#endif\n"
                   f"{LOOP} void on_timer{n}(void) {{ helper{n}(); extra{n}(); shared(); }}\n")
        self.write_database()

    def remove_file(self):
        if len(self.sources()) > 3:
            self.some_file().unlink()
            self.write_database()

    def rename_file(self):
        self.next += 1
        self.some_file().rename(self.folder / f"unit{self.next}.c")
        self.write_database()

    def edit_body(self):
        path = self.some_file()
        old = self.chance.choice(CALLS)
        path.write_text(path.read_text().replace(old, self.chance.choice(CALLS), 1))

    def rename_function(self):
        path = self.some_file()
        self.next += 1
        path.write_text(path.read_text().replace("helper", f"helper{self.next}_"))

    def shift_lines(self):
        path = self.some_file()
        path.write_text("\n" * self.chance.randrange(1, 4) + path.read_text())

    def touch(self):
        self.some_file().touch()

    def break_syntax(self):
        path = self.some_file()
        text = path.read_text()
        path.write_text(text.removesuffix("broken( {\n") if text.endswith("broken( {\n") else text + "broken( {\n")

    def edit_header(self):
        self.write("second/shared.h",
                   DECLARATIONS + f"static inline void shared(void) {{ {self.chance.choice(CALLS)}; }}\n")

    def shadow_header(self):
        """A header that stands earlier on the include path appears or goes, and the folder's time is set back."""
        folder = self.folder / "first"
        before = folder.stat()
        earlier = folder / "shared.h"
        if earlier.exists():
            earlier.unlink()
        else:
            earlier.write_text(DECLARATIONS + "static inline void shared(void) { sleep(9); }\n")
        os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))

    def edit_flags(self):
        name = self.some_file().name
        self.flags[name] = [] if self.flags.get(name) else ["-DEXTRA=1"]
        self.write_database()

    def edit_pack(self):
        pack = json.loads(json.dumps(PACK))
        pack["blocking"][0]["cost"] = self.chance.choice(["milliseconds", "seconds", "unbounded"])
        self.write(".stallhound/rules/own.json", json.dumps(pack))

    def edit_config(self):
        self.write(".stallhound.json", json.dumps(self.chance.choice(
            [{"fail_on": "error"}, {"fail_on": "never"}, {"rules": {"sleep": "off"}}, {"confidence": "possible"},
             {"sections": [{"paths": ["unit1*.c"], "fail_on": "note"}]}, {"exclude": ["unit2.c"]}])))

    def same_size_old_time(self):
        """An edit in place that changes neither size, inode nor time of modification."""
        path = self.some_file()
        before, text = path.stat(), path.read_text()
        with open(path, "r+") as file:
            file.write(text.replace("usleep(5)", "usleep(7)") if "usleep(5)" in text else text.replace("usleep(7)", "usleep(5)"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def replace_with_old_time(self):
        """Another file under the same name, with the size and the time of the former one."""
        path = self.some_file()
        before, text = path.stat(), path.read_text()
        path.unlink()
        path.write_text(text.replace("sleep(1)", "sleep(3)") if "sleep(1)" in text else text.replace("sleep(3)", "sleep(1)"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def age(self):
        """All times lie far back, as after unpacking an archive."""
        for path in [*self.sources(), *self.folder.glob("*/*.h")]:
            os.utime(path, (1_600_000_000, 1_600_000_000))

    def copy_back(self):
        """Every file is copied, as when a checkout or a cache is restored."""
        for path in self.sources():
            before, text = path.stat(), path.read_bytes()
            path.unlink()
            path.write_bytes(text)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def switch_branch(self):
        self.commit()
        branches = subprocess.run(["git", "branch", "--format=%(refname:short)"], cwd=self.folder, check=True,
                                  capture_output=True, text=True).stdout.split()
        if len(branches) < 4 and self.chance.random() < 0.5:
            self.next += 1
            self.git("checkout", "-q", "-b", f"branch{self.next}")
            self.edit_body()
        else:
            self.git("checkout", "-q", self.chance.choice(branches))
        self.flags = {}
        self.write_database()

    EDITS = [add_file, remove_file, rename_file, edit_body, edit_body, rename_function, shift_lines, touch, break_syntax,
             edit_header, shadow_header, edit_flags, edit_pack, edit_config, same_size_old_time, replace_with_old_time, age,
             copy_back, switch_branch]

    def edit(self):
        chosen = self.chance.choice(self.EDITS)
        chosen(self)
        return chosen.__name__


class Soak:
    def __init__(self, executable, folder, chance):
        self.executable, self.cache = executable, folder / "cache"
        (folder / "project").mkdir()
        self.project = Project(folder / "project", chance)

    def scan(self, *arguments):
        done = subprocess.run([self.executable, "scan", "--format", "json", *arguments], cwd=self.project.folder,
                              capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    def complaint(self):
        """What is wrong in the present state, or None."""
        reports = []
        for scope in ([], ["--changed"]):
            warm = self.scan("--cache-dir", str(self.cache), *scope)
            fresh = self.scan("--no-cache", *scope)
            if fresh[0] not in (0, 1, 3):
                return f"exit code {fresh[0]}: {fresh[2].decode(errors='replace')}"
            if warm != fresh:
                return f"the cache changes what `scan {' '.join(scope)}` says: exit code {warm[0]}, without it {fresh[0]}"
            if fresh[0] != 0 and not fresh[2]:
                return f"exit code {fresh[0]} without a word on standard error"
            reports.append(json.loads(fresh[1]))
        everything = {self.key(f) for f in reports[0]["findings"]}
        more = [f for f in reports[1]["findings"] if self.key(f) not in everything]
        return f"--changed reports what the whole scan does not: {more[0]['message']}" if more else None

    @staticmethod
    def key(finding):
        return finding["rule"], finding["call"], json.dumps(finding["location"], sort_keys=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stallhound", required=True, type=os.path.abspath)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="name each edit")
    options = parser.parse_args()
    begin = time.monotonic()
    done = []
    with tempfile.TemporaryDirectory(prefix="stallhound-soak-") as folder:
        soak = Soak(options.stallhound, pathlib.Path(folder).resolve(), random.Random(options.seed))
        for _ in range(options.edits):
            done.append(soak.project.edit())
            if options.verbose:
                print(f"{len(done):5} {done[-1]}", flush=True)
            if complaint := soak.complaint():
                print(f"soak: seed {options.seed}, edit {len(done)} ({done[-1]}): {complaint}")
                print("soak: the edits before it:", ", ".join(done[-6:-1]))
                return 1
    print(f"soak: {len(done)} edits of {len(set(done))} kinds, seed {options.seed}, {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
