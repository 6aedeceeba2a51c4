#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The cache: a warm scan prints what a cold one prints, and reads anew what changed and nothing else."""
import json
import mmap
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import unittest

from support import EXECUTABLE, FAILS, LOOP, REPOSITORY, SILENT, SLEEPER, CliTest, main

sys.path.insert(0, str(REPOSITORY / "tests"))
import fixtures  # noqa: E402  (the runner of fixtures knows how to make a case a project)

OLD = 1_000_000_000


class CacheTest(CliTest):
    def report(self, *arguments, **named):
        """The JSON report, and how many units came from the cache."""
        outcome = self.scan("--format", "json", "--stats", *arguments, **named)
        self.assertIn(outcome.code, (0, 1, 3), outcome)
        self.assertNotIn("stallhound: warning", outcome.err)
        return outcome.out, int(re.search(r"^cached +(\d+)$", outcome.err, re.MULTILINE)[1])

    def expect(self, cached, *arguments, **named):
        """Scans, demands that so many units came from the cache, and that the report is that of a cold scan."""
        out, hits = self.report(*arguments, **named)
        self.assertEqual(hits, cached)
        self.assertEqual(out, self.report("--no-cache", *arguments, **named)[0])
        return json.loads(out)

    def age(self, *names):
        """Gives files and folders times of long ago, so that scans need not look into them."""
        for name in names:
            os.utime(self.dir / name, (OLD, OLD))

    def shards(self, folder=None):
        return sorted((folder or self.cache / "stallhound").glob("v*/*/*.shard"))

    def three_units(self):
        """a.c and b.c read common.h, b.c and c.c read other.h."""
        self.write("common.h", "int usleep(unsigned);\n")
        self.write("other.h", "int value(void);\n")
        self.write("a.c", f'#include "common.h"\n{LOOP} void a(void) {{ usleep(1); }}\n')
        self.write("b.c", f'#include "common.h"\n#include "other.h"\n{LOOP} void b(void) {{ usleep(value()); }}\n')
        self.write("c.c", f'#include "other.h"\n{LOOP} void c(void) {{ value(); }}\n')
        self.database(["a.c", "b.c", "c.c"])
        self.expect(0)


class TimesSetBack(CacheTest):
    """What a cache that believes the time of modification does not see. The scan before comes late enough for all times to
    be believed."""

    def setUp(self):
        super().setUp()
        self.write("first/.keep", "")
        self.write("v1/api.h", "int usleep(unsigned);\nint usloop(unsigned);\n#define WAIT(x) usleep(x)\n")
        (self.dir / "v2").mkdir()
        os.link(self.dir / "v1/api.h", self.dir / "v2/api.h")
        (self.dir / "current").symlink_to("v1")
        self.write("a.c", f'#include <api.h>\n{LOOP} void a(int x) {{ WAIT(x); }}\n')
        self.database([self.entry("a.c", "-I", str(self.dir / "first"), "-I", str(self.dir / "current"))])
        self.age("v1/api.h", "v1", "v2", "first", "a.c", ".")
        time.sleep(2.5)
        self.assertEqual(len(self.expect(0)["findings"]), 1)
        self.expect(1)

    def keep_times(self, path, change):
        before = path.stat()
        change()
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.assertEqual(path.stat().st_mtime_ns, before.st_mtime_ns)

    def edited(self):
        return (self.dir / "v1/api.h").read_text().replace("WAIT(x) usleep(x)", "WAIT(x) usloop(x)")

    def test_an_edit_in_place(self):
        path, text = self.dir / "v1/api.h", self.edited()

        def edit():
            with open(path, "r+") as file:
                file.write(text)
        self.keep_times(path, edit)
        self.assertEqual(self.expect(0)["findings"], [])

    def test_an_edit_through_a_mapping(self):
        path, text = self.dir / "v1/api.h", self.edited()

        def edit():
            with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as mapping:
                mapping[:] = text.encode()
                mapping.flush()
        self.keep_times(path, edit)
        self.assertEqual(self.expect(0)["findings"], [])

    def test_an_edit_through_another_name(self):
        path, text = self.dir / "v2/api.h", self.edited()

        def edit():
            with open(path, "r+") as file:
                file.write(text)
        self.keep_times(path, edit)
        self.assertEqual(self.expect(0)["findings"], [])

    def test_another_file_under_the_name(self):
        path, text = self.dir / "v1/api.h", self.edited()

        def replace():
            path.unlink()
            path.write_text(text)
        self.keep_times(path, replace)
        self.assertEqual(self.expect(0)["findings"], [])

    def test_a_header_that_appears_earlier(self):
        self.keep_times(self.dir / "first", lambda: self.write("first/api.h", self.edited()))
        self.assertEqual(self.expect(0)["findings"], [])

    def test_a_link_to_a_folder_with_the_same_file(self):
        """The inode is the same, the path in the report is not."""
        self.write("v1/api.h", self.edited().replace("int usloop(unsigned);", "static inline int usloop(unsigned x) { return usleep(x); }"))
        self.age("v1/api.h")
        time.sleep(2.5)
        self.assertEqual([f["location"]["file"] for f in self.expect(0)["findings"]], ["v1/api.h"])
        (self.dir / "current").unlink()
        (self.dir / "current").symlink_to("v2")
        self.assertEqual([f["location"]["file"] for f in self.expect(0)["findings"]], ["v2/api.h"])

    def test_a_file_that_may_no_longer_be_read(self):
        if os.geteuid() == 0:
            self.skipTest("root may read every file")
        (self.dir / "v1/api.h").chmod(0)
        self.assertEqual(self.expect(0)["summary"]["failed"], 1)

    def test_a_copied_checkout_is_read_but_not_parsed(self):
        copy = self.dir.with_name(self.dir.name + "-copy")
        self.tool("cp", "-a", self.dir, copy)
        shutil.rmtree(self.dir)
        copy.rename(self.dir)
        self.expect(1)


class Freshness(CacheTest):
    def test_nothing_changed(self):
        self.three_units()
        self.expect(3)
        self.expect(3, "-j1")
        self.expect(3, "--shuffle")

    def test_another_time_alone_changes_nothing(self):
        self.three_units()
        self.age("common.h")
        self.expect(3)

    def test_a_changed_header_costs_the_units_that_read_it(self):
        self.three_units()
        self.write("other.h", "int value(void);\nint more(void);\n")
        self.expect(1)
        self.expect(3)

    def test_a_changed_header_of_the_same_size_and_time(self):
        self.three_units()
        before = (self.dir / "other.h").stat()
        self.write("other.h", "int valve(void);\n")
        os.utime(self.dir / "other.h", ns=(before.st_atime_ns, before.st_mtime_ns))
        self.expect(1)

    def test_a_changed_source(self):
        self.three_units()
        self.write("c.c", SLEEPER)
        self.assertEqual(len(self.expect(2)["findings"]), 3)

    def test_what_was_true_before_is_known_again(self):
        self.three_units()
        text = (self.dir / "common.h").read_text()
        self.write("common.h", text + "int more(void);\n")
        self.expect(1)
        self.write("common.h", text)
        self.expect(3)

    def test_a_removed_header(self):
        self.three_units()
        (self.dir / "common.h").unlink()
        report = self.expect(1)
        self.assertEqual({p["kind"] for p in report["problems"]}, {"missing-header"})
        # Units with errors are kept as well: all that they depend on is known.
        self.expect(3)
        self.write("common.h", "int usleep(unsigned);\n")
        self.assertEqual(self.expect(3)["problems"], [])

    def test_a_unit_that_fails_altogether_is_kept_and_recovers(self):
        self.write("a.c", '#include "config.h"\n')
        self.database(["a.c"])
        self.expect(0)
        report = self.expect(1)
        self.assertEqual(report["summary"]["failed"], 1)
        # The build makes the header.
        self.write("config.h", "")
        self.assertEqual(self.expect(0)["summary"]["failed"], 0)

    def test_a_header_that_appears_earlier_in_the_include_path(self):
        self.write("second/api.h", "int usleep(unsigned);\n#define WAIT(x) usleep(x)\n")
        self.write("a.c", f'#include <api.h>\n{LOOP} void a(void) {{ WAIT(1); }}\n')
        flags = ["-I", str(self.dir / "first"), "-I", str(self.dir / "middle"), "-I", str(self.dir / "second")]
        (self.dir / "middle").mkdir()
        self.database([self.entry("a.c", *flags)])
        for aged in (False, True):
            with self.subTest(aged=aged):
                if aged:
                    self.age("second/api.h", "second", "middle", ".", "a.c")
                    shutil.rmtree(self.cache)
                self.assertEqual(len(self.expect(0)["findings"]), 1)
                self.expect(1)
                # In a folder that was there all the time.
                self.write("middle/api.h", "#define WAIT(x)\n")
                self.assertEqual(self.expect(0)["findings"], [])
                (self.dir / "middle/api.h").unlink()
                self.assertEqual(len(self.expect(1)["findings"]), 1)
                # In a folder of the include path that was not there at all.
                self.write("first/api.h", "#define WAIT(x)\n")
                self.assertEqual(self.expect(0)["findings"], [])
                shutil.rmtree(self.dir / "first")
                self.assertEqual(len(self.expect(1)["findings"]), 1)

    def test_a_header_that_appears_for_has_include(self):
        self.write("a.c", f'#if __has_include("sub/feature.h")\n#define usleep(x) 0\n#endif\nint (usleep)(unsigned);\n'
                   f"{LOOP} void a(void) {{ usleep(1); }}\n")
        self.database(["a.c"])
        self.assertEqual(len(self.expect(0)["findings"]), 1)
        self.expect(1)
        # That the folder exists is an answer, too, to a question that was asked.
        self.write("sub/unrelated.h", "")
        self.expect(0)
        self.write("sub/another.h", "")
        self.expect(1)
        self.write("sub/feature.h", "")
        self.assertEqual(self.expect(0)["findings"], [])
        # Found, but not read: its content is of no interest.
        self.write("sub/feature.h", "something else")
        self.expect(1)

    def test_a_header_through_a_link(self):
        for version, text in (("v1", "usleep(x)"), ("v2", "(void)x")):
            self.write(f"{version}/api.h", f"int usleep(unsigned);\n#define WAIT(x) {text}\n")
        (self.dir / "current").symlink_to("v1")
        self.write("a.c", f'#include "current/api.h"\n{LOOP} void a(int x) {{ WAIT(x); }}\n')
        self.database(["a.c"])
        self.assertEqual(len(self.expect(0)["findings"]), 1)
        (self.dir / "current").unlink()
        (self.dir / "current").symlink_to("v2")
        self.assertEqual(self.expect(0)["findings"], [])

    def test_a_dangling_link_that_leads_somewhere_at_last(self):
        (self.dir / "first").mkdir()
        (self.dir / "first/api.h").symlink_to(self.dir / "generated/api.h")
        self.write("second/api.h", f"int usleep(unsigned);\n#define WAIT usleep(1)\n")
        self.write("a.c", f"#include <api.h>\n{LOOP} void a(void) {{ WAIT; }}\n")
        self.database([self.entry("a.c", "-I" + str(self.dir / "first"), "-I" + str(self.dir / "second"))])
        self.age("first", "second", "second/api.h", "a.c", ".")
        self.assertEqual(len(self.expect(0)["findings"]), 1)
        self.expect(1)
        self.write("generated/api.h", "#define WAIT\n")
        self.assertEqual(self.expect(0)["findings"], [])


class Key(CacheTest):
    def test_flags_that_matter(self):
        self.write("a.c", f"int usleep(unsigned);\n{LOOP} void a(void) {{ CALL(1); }}\nvoid nothing(int x) {{ }}\n")
        self.database([self.entry("a.c", "-DCALL=usleep")])
        self.assertEqual(len(self.expect(0)["findings"]), 1)
        self.database([self.entry("a.c", "-DCALL=nothing")])
        self.assertEqual(self.expect(0)["findings"], [])
        self.database([self.entry("a.c", "-DCALL=usleep")])
        self.expect(1)

    def test_output_names_do_not_matter(self):
        self.write("a.c", SLEEPER)
        for output in ("a.o", "b.o"):
            self.database([{"directory": str(self.dir), "file": "a.c",
                            "arguments": ["cc", "-MD", "-MF", output + ".d", "-Wall", "-c", "a.c", "-o", output]}])
            self.expect(1 if output == "b.o" else 0)

    def test_environment_of_the_compiler(self):
        self.write("inc/api.h", "")
        self.write("a.c", f"#if __has_include(<api.h>)\n#define usleep(x) 0\n#endif\nint (usleep)(unsigned);\n"
                   f"{LOOP} void a(void) {{ usleep(1); }}\n")
        self.database(["a.c"])
        self.assertEqual(len(self.expect(0)["findings"]), 1)
        self.assertEqual(self.expect(0, env={"CPATH": str(self.dir / "inc")})["findings"], [])
        self.expect(1)

    def test_walking_system_headers(self):
        self.project(a=SLEEPER)
        self.expect(0)
        self.expect(0, "--walk-system")
        self.expect(1, "--walk-system")

    def test_another_root_of_the_project(self):
        self.write("sub/a.c", SLEEPER)
        self.database(["sub/a.c"])
        self.expect(0)
        # From now on, the header above is not the project's.
        self.write("sub/.stallhound.json", "{}\n")
        self.expect(0)

    def test_packs_and_levels_parse_nothing(self):
        self.project(a=SLEEPER)
        self.expect(0)
        self.expect(1, "--category", "all", "--confidence", "possible", "--pedantic")

    def test_another_build_of_the_tool(self):
        self.project(a=SLEEPER)
        self.expect(0)
        other = self.dir / "bin/stallhound"
        other.parent.mkdir()
        shutil.copy(EXECUTABLE, other)
        share = self.dir / "share/stallhound"
        share.mkdir(parents=True)
        (share / "rules").symlink_to(REPOSITORY / "rules")
        self.assertEqual(self.report(executable=other)[1], 1)
        with other.open("ab") as file:
            file.write(b"\0")
        self.assertEqual(self.report(executable=other)[1], 0)
        self.assertIn("2 shards", self.run_tool("cache", "stats").out)
        self.assertIn("1 shard, ", self.run_tool("cache", "prune").out)
        self.expect(1)


class Commands(CacheTest):
    def test_all_commands_use_it(self):
        self.project(a=SLEEPER)
        fingerprint = self.expect(0)["findings"][0]["fingerprint"]
        before = self.tree(self.cache)
        for command in (["dump", "facts"], ["dump", "paths"], ["explain", fingerprint], ["why-not", "a.c:3"],
                        ["extract", "--output", "shards"]):
            warm = self.run_tool(*command)
            self.assertIn(warm.code, (0, 1), warm)
            self.assertEqual(warm.out, self.run_tool(*command, "--no-cache").out)
        self.assertEqual(self.tree(self.cache), before)

    def test_no_cache_neither_reads_nor_writes(self):
        self.project(a=SLEEPER)
        self.assertEqual(self.report("--no-cache")[1], 0)
        self.assertEqual(self.tree(self.cache), {})
        self.report()
        before = self.tree(self.cache)
        self.assertEqual(self.report("--no-cache")[1], 0)
        self.assertEqual(self.tree(self.cache), before)

    def test_where_it_lies(self):
        self.project(a=SLEEPER)
        self.expect(0)
        self.assertEqual(len(self.shards()), 1)
        self.assertTrue((self.cache / "stallhound/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172"))
        home = self.cache / "home"
        home.mkdir()
        # A relative $XDG_CACHE_HOME does not count.
        for variable in ("", "relative"):
            self.report(env={"XDG_CACHE_HOME": variable, "HOME": str(home)})
        self.assertEqual(len(self.shards(home / ".cache/stallhound")), 1)
        self.report("--cache-dir", "own/cache")
        self.assertEqual(len(self.shards(self.dir / "own/cache")), 1)
        self.assertFalse((self.dir / "relative").exists())

    def test_no_home_at_all(self):
        self.project(a=SLEEPER)
        outcome = self.scan(env={"XDG_CACHE_HOME": "", "HOME": str(self.dir / "nowhere")})
        self.assertEqual((outcome.code, outcome.err), (1, FAILS))
        self.assertFalse((self.dir / "nowhere").exists())

    def test_a_cache_that_cannot_be_made_is_a_warning(self):
        self.project(a=SLEEPER)
        self.write("file", "")
        outcome = self.scan("--cache-dir", "file/cache")
        self.assertEqual(outcome.code, 1, outcome)
        self.assertEqual(outcome.out, self.scan("--no-cache").out)
        self.assertRegex(outcome.err, r"^stallhound: warning: .*file/cache: cannot be used as a cache: .*--no-cache")
        self.assertEqual(outcome.err.splitlines(True)[1:], [FAILS])

    def test_a_cache_that_cannot_be_written_is_read(self):
        if os.geteuid() != 0 and not shutil.which("chmod"):
            self.skipTest("needs permissions")
        self.project(a=SLEEPER, b=SILENT)
        self.report("a.c")
        folder = self.cache / "stallhound"
        command = [EXECUTABLE, "scan", "--stats", "--cache-dir", str(folder), "-p", str(self.dir)]
        if os.geteuid() == 0:
            # Root may write anywhere, except where nobody may.
            self.needs("unshare", "mount")
            script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
            if subprocess.run(["unshare", "-m", "sh", "-c", script, str(folder), "true"], capture_output=True).returncode:
                self.skipTest("mounts are not allowed here")
            command = ["unshare", "-m", "sh", "-c", script, str(folder), *command]
        else:
            for path in [folder, *folder.rglob("*")]:
                path.chmod(0o555 if path.is_dir() else 0o444)
            self.addCleanup(lambda: [p.chmod(0o755) for p in [folder, *folder.rglob("*")] if p.is_dir()])
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done)
        self.assertIn("can be read, but nothing can be added", done.stderr)
        self.assertEqual(len([l for l in done.stderr.splitlines() if l.startswith("stallhound: warning: ")]), 1, done.stderr)
        self.assertRegex(done.stderr, r"cached +1\n")

    def test_stats_prune_and_clear(self):
        self.project(a=SLEEPER, b=SILENT)
        stats = self.run_tool("cache", "stats")
        self.assertEqual((stats.code, stats.err), (0, ""))
        self.assertIn("0 shards, 0 bytes", stats.out)
        self.report()
        stats = self.run_tool("cache", "stats").out
        self.assertIn(str(self.cache / "stallhound"), stats)
        self.assertRegex(stats, r"holds +2 shards, [\d.]+ (bytes|KB)\n")
        self.assertRegex(stats, r"oldest use +\d{4}-\d\d-\d\d \d\d:\d\d\n")
        self.assertIn("dropped 0 shards", self.run_tool("cache", "prune").out)
        self.assertIn("dropped 0 shards", self.run_tool("cache", "prune", "--older-than", "1d", "--max-size=1G").out)
        os.utime(self.shards()[0], (OLD, OLD))
        self.assertRegex(self.run_tool("cache", "prune", "--older-than=30d").out, r"^dropped 1 shard, .*; 1 shard, .* left$")
        self.assertEqual(self.report()[1], 1)
        self.assertIn("dropped 1 shard", self.run_tool("cache", "prune", "--max-size",
                                                       str(max(p.stat().st_size for p in self.shards()))).out)
        self.report()
        self.write("kept.txt", "")
        os.rename(self.dir / "kept.txt", self.cache / "stallhound/v2/kept.txt")
        self.assertIn("dropped 2 shards", self.run_tool("cache", "clear").out)
        self.assertEqual(list(self.tree(self.cache)), ["stallhound/v2/kept.txt"])
        self.assertEqual(self.report()[1], 0)
        own = self.run_tool("cache", "stats", "--cache-dir", "nowhere")
        self.assertIn("0 shards", own.out)
        self.assertFalse((self.dir / "nowhere").exists())

    def test_mistakes(self):
        for arguments, part in ((["cache"], "needs a command"), (["cache", "prnue"], "did you mean `prune`"),
                                (["cache", "prune", "--older-than", "soon"], "such as 12h"),
                                (["cache", "prune", "--older-than", "99999999999999w"], "such as 12h"),
                                (["cache", "prune", "--max-size", "-1"], "such as 500M"),
                                (["cache", "prune", "--max-size"], "needs a value"),
                                (["cache", "stats", "--max-size", "1G"], "belongs to prune"),
                                (["cache", "clear", "--force"], "unknown option '--force'"),
                                (["scan", "--cache-dir="], "names no folder")):
            with self.subTest(arguments):
                outcome = self.run_tool(*arguments)
                self.assertEqual((outcome.code, outcome.out), (2, ""), outcome)
                self.assertIn(part, outcome.err)


class Robustness(CacheTest):
    def test_damaged_shards_are_misses_and_are_mended(self):
        self.three_units()
        for damage in ("cut", "empty", "noise", "swapped", "folder"):
            with self.subTest(damage):
                shards = self.shards()
                self.assertEqual(len(shards), 3)
                bytes_of = [s.read_bytes() for s in shards]
                if damage == "cut":
                    shards[0].write_bytes(bytes_of[0][:-10])
                elif damage == "empty":
                    shards[0].write_bytes(b"")
                elif damage == "noise":
                    shards[0].write_bytes(bytes_of[0][:100] + b"?" + bytes_of[0][101:])
                elif damage == "swapped":
                    shards[0].write_bytes(bytes_of[1])
                else:
                    shards[0].unlink()
                    shards[0].mkdir()
                self.expect(2)
                self.expect(3)

    def test_a_crash_costs_its_unit_and_is_not_kept(self):
        # The worker is killed by its time limit, as it would be by a crash.
        deep = "".join(f"#define M{i} M{i - 1} M{i - 1}\n" for i in range(1, 34))
        self.project(a=SLEEPER, b=f"#define M0 ;\n{deep}void b(void) {{ M33 }}\n")
        for _ in range(2):
            outcome = self.scan("--format", "json", "--stats", "--timeout", "1")
            self.assertEqual(outcome.json()["summary"]["failed"], 1)
            self.assertIn("took longer than 1 s", outcome.out)
        self.assertRegex(outcome.err, r"cached +1\n")
        self.assertEqual(len(self.shards()), 1)
        self.assertEqual(self.run_tool("cache", "stats").out.count("leftovers"), 0)

    def test_scans_at_once(self):
        for i in range(8):
            self.write(f"u{i}.c", SLEEPER.replace("helper", f"helper{i}").replace("on_timer", f"on_timer{i}"))
        self.database([f"u{i}.c" for i in range(8)])
        cold = self.report("--no-cache")[0]
        results = []

        def scan():
            for _ in range(4):
                results.append(self.report("-j2")[0])

        def spoil():
            for _ in range(20):
                self.run_tool("cache", "clear")

        threads = [threading.Thread(target=scan) for _ in range(4)] + [threading.Thread(target=spoil)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(results), 16)
        self.assertEqual(set(results), {cold})
        self.report()
        self.assertEqual([p.name for p in (self.cache / "stallhound").rglob("tmp-*")], [])
        self.expect(8)

    def test_leftovers_of_a_killed_scan(self):
        self.project(a=SLEEPER)
        self.report()
        left = self.shards()[0].with_name("tmp-abc123.shard")
        left.write_bytes(b"half a sh")
        self.expect(1)
        self.assertRegex(self.run_tool("cache", "stats").out, r"leftovers +1 ")
        os.utime(left, (OLD, OLD))
        self.run_tool("cache", "prune")
        self.assertFalse(left.exists())

    def test_the_same_project_elsewhere_shares_nothing(self):
        self.project(a=SLEEPER)
        self.expect(0)
        copy = self.dir / "copy"
        copy.mkdir()
        shutil.copy(self.dir / "a.c", copy)
        (copy / "compile_commands.json").write_text(
            (self.dir / "compile_commands.json").read_text().replace(str(self.dir), str(copy)))
        self.assertEqual(self.report(cwd=copy)[1], 0)


class Fixtures(CacheTest):
    """Real cases, with the flags and arguments of their own."""

    CASES = ("paths", "suppression", "errors", "c", "virtual", "std")

    def test_cold_is_warm(self):
        root = REPOSITORY / "fixtures"
        count = 0
        for area in self.CASES:
            for case in fixtures.case_folders(root, [area])[:4]:
                with self.subTest(str(case.relative_to(root))):
                    source = self.dir / area / case.name
                    shutil.copytree(case, source)
                    (source / ".stallhound.json").write_text("{}\n")
                    build = self.dir / "build" / area / case.name
                    units = fixtures.write_database(source, build)
                    arguments = []
                    if (source / "stallhound-args.txt").exists():
                        arguments = (source / "stallhound-args.txt").read_text().split()
                    reports = set()
                    for output_format in ("text", "sarif"):
                        for more in (["-j1"], ["-j2", "--shuffle"], ["--no-cache"]):
                            outcome = self.scan("-p", str(build), "--format", output_format, *arguments, *more)
                            self.assertIn(outcome.code, (0, 1, 3), outcome)
                            reports.add((output_format, outcome.out))
                    self.assertEqual(len(reports), 2)
                    self.assertEqual(self.report("-p", str(build), *arguments)[1], units)
                    count += 1
        self.assertGreater(count, 12)


if __name__ == "__main__":
    main()
