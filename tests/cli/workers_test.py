#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Units that harm their worker process, a system that gives few of them, and what is left when a scan is ended."""
import json
import os
import pathlib
import resource
import signal
import subprocess
import time

from support import EXECUTABLE, FAILS, SILENT, SLEEPER, CliTest, main

# Clang's own switches for provoking what bugs in it do.
CRASH = "#pragma clang __debug crash\n"
FATAL = '#pragma clang __debug llvm_fatal_error\n'
# Brackets are limited, operators are not.
TOO_DEEP = "int f(int x) { return " + "~" * 300000 + "x; }\n"
# Each macro doubles the one before: statements without end, which take time and memory.
TOO_LARGE = "#define M0 ;\n" + "".join(f"#define M{i} M{i - 1} M{i - 1}\n" for i in range(1, 34)) + "void b(void) { M33 }\n"


def state_of(process):
    """The state of a process as one letter; None if there is no such process."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return None


def children(process):
    try:
        return [int(p) for p in pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def becomes_true(condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


class UnitsTest(CliTest):
    """What a unit does to its worker costs that unit alone, and the report says what it was and what helps."""

    def problems(self, *arguments, **named):
        report = self.scan_json("--no-cache", *arguments, **named)
        # The unit beside the bad one is analysed.
        self.assertEqual([f["rule"] for f in report["findings"]], ["sleep/posix"])
        return {p["file"]: (p["kind"], p["message"]) for p in report["problems"]}

    def test_each_kind_is_told(self):
        self.project(a=SLEEPER, crash=CRASH, fatal=FATAL, large=TOO_LARGE)
        problems = self.problems("-j", "2", "--max-memory", "300M", "--timeout", "60")
        kinds = {file: kind for file, (kind, message) in problems.items()}
        self.assertEqual(kinds, {"crash.c": "crash", "fatal.c": "crash", "large.c": "too-large"})
        self.assertIn("needs more than 300 MiB of memory; --max-memory allows more", problems["large.c"][1])
        self.assertRegex(problems["crash.c"][1], r"crashed \(signal \d+\)")

    def test_too_slow(self):
        self.project(a=SLEEPER, slow=TOO_LARGE)
        kind, message = self.problems("--timeout", "1")["slow.c"]
        self.assertEqual(kind, "too-slow")
        self.assertIn("took longer than 1 s in the body of 'b()' (slow.c:35); --timeout allows more", message)

    def test_code_nested_deeply_is_no_crash(self):
        # Clang limits brackets; a long sum has none.
        for terms in (2000, 300000):
            with self.subTest(terms=terms):
                self.project(a=SLEEPER, sum="int f(int x) { return x" + " + x" * terms + "; }\n")
                kinds = {kind for kind, message in self.problems().values()}
                self.assertLessEqual(kinds, {"too-deep"})

    def test_a_body_nested_too_deeply_is_left_out(self):
        self.project(a=SLEEPER, deep=TOO_DEEP)
        kind, message = self.problems()["deep.c"]
        self.assertEqual(kind, "crash")
        self.assertIn("in the body of 'f()' (deep.c:1), which was left out", message)

    def test_shards_keep_the_kind(self):
        self.project(a=SLEEPER, large=TOO_LARGE)
        done = self.run_tool("extract", "--no-cache", "--output", "shards", "--max-memory", "300M")
        self.assertEqual(done.code, 3, done)
        report = self.run_tool("link", "--format", "json", "shards").json()
        self.assertEqual([p["kind"] for p in report["problems"]], ["too-large"])

    def test_what_clang_prints_is_not_in_the_report(self):
        self.project(a=SLEEPER, noise="#pragma clang __debug diag_mapping\n" * 2000 + "int a;\n#pragma clang __debug dump a\n")
        outcome = self.scan("--no-cache", "--format", "json")
        self.assertEqual([f["rule"] for f in outcome.json()["findings"]], ["sleep/posix"])
        self.assertEqual(outcome.err, FAILS)

    def test_many_bad_units(self):
        files = {f"u{i}": (SILENT, CRASH)[i % 2] for i in range(60)}
        self.project(**files)
        report = self.scan_json("--no-cache", "-j", "3")
        self.assertEqual([p["kind"] for p in report["problems"]], ["crash"] * 30)
        self.assertEqual(report["summary"]["failed"], 30)


class MaxMemoryTest(CliTest):
    def test_bad_sizes_are_mistakes(self):
        self.project(a=SILENT)
        for value in ("", "0", "-1", "4X", "lots", "1.5G", "4 G", "99999999999999999999G"):
            with self.subTest(value=value):
                self.assert_user_error(self.scan(f"--max-memory={value}"), "--max-memory takes a size such as 4G or 512M",
                                       f"not '{value}'", "a number alone counts MiB")
        self.assert_user_error(self.scan("--max-memory"), "--max-memory needs a value")

    def test_sizes(self):
        self.project(a=SLEEPER)
        for value in ("512", "512M", "2G", "2GiB", "1t"):
            with self.subTest(value=value):
                self.assertEqual(len(self.scan_json("--max-memory", value)["findings"]), 1)


class FewResourcesTest(CliTest):
    """With few processes, files or memory a scan is slower, and it says what was missing if there is not enough."""

    def scan_limited(self, limits, *arguments):
        def limit():
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(54321)
                os.setuid(54321)
            for kind, value in limits.items():
                resource.setrlimit(kind, (value, value))
        os.chmod(self.dir, 0o755)
        done = subprocess.run([EXECUTABLE, "scan", "--no-cache", "--format", "json", "-j", "8", *arguments], cwd=self.dir,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, preexec_fn=limit)
        return done

    def setUp(self):
        super().setUp()
        self.project(**{f"u{i}": SLEEPER.replace("helper", f"h{i}").replace("on_timer", f"t{i}") for i in range(12)})

    def expect_all(self, done):
        report = json.loads(done.stdout)
        self.assertEqual((report["summary"]["failed"], len(report["findings"])), (0, 12), done.stderr)

    def test_processes(self):
        for processes in (2, 3, 6):
            with self.subTest(processes=processes):
                self.expect_all(self.scan_limited({resource.RLIMIT_NPROC: processes}))

    def test_files(self):
        for files in (12, 14, 20):
            with self.subTest(files=files):
                self.expect_all(self.scan_limited({resource.RLIMIT_NOFILE: files}))

    def test_no_process(self):
        done = self.scan_limited({resource.RLIMIT_NPROC: 1})
        self.assertEqual(done.returncode, 3, done)
        problems = json.loads(done.stdout)["problems"]
        self.assertEqual({p["kind"] for p in problems}, {"no-process"})
        self.assertEqual(len(problems), 12)
        for problem in problems:
            self.assertIn("ulimit -u", problem["message"])

    def test_address_space(self):
        self.write("u0.c", TOO_LARGE)
        done = self.scan_limited({resource.RLIMIT_AS: 1 << 30})
        report = json.loads(done.stdout)
        self.assertEqual([(p["kind"], p["file"]) for p in report["problems"]], [("too-large", "u0.c")])
        self.assertIn("ulimit -v", report["problems"][0]["message"])


class EndedTest(CliTest):
    """A scan that is ended leaves no process, no half report and no temporary file."""

    def setUp(self):
        super().setUp()
        os.mkfifo(self.dir / "never.h")
        self.project(**{f"u{i}": '#include "never.h"\n' for i in range(3)})

    def start(self, *arguments):
        variables = dict(os.environ, XDG_CACHE_HOME=str(self.cache))
        scan = subprocess.Popen([EXECUTABLE, "scan", "-j", "3", "--format", "json=report.json", *arguments], cwd=self.dir,
                                env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(scan.stdout.close)
        self.addCleanup(scan.stderr.close)
        self.assertTrue(becomes_true(lambda: len(children(scan.pid)) == 3))
        return scan, children(scan.pid)

    def expect_nothing_left(self, scan, workers):
        self.assertTrue(becomes_true(lambda: all(state_of(w) in (None, "Z") for w in workers), 5))
        self.assertEqual(scan.stdout.read(), b"")
        self.assertEqual(sorted(p.name for p in self.dir.iterdir()),
                         ["compile_commands.json", "never.h", "u0.c", "u1.c", "u2.c"])
        self.assertEqual([p for p in self.cache.rglob("tmp-*")], [])

    def test_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGKILL):
            with self.subTest(signal=number):
                scan, workers = self.start()
                scan.send_signal(number)
                self.assertEqual(scan.wait(5), -number)
                self.expect_nothing_left(scan, workers)

    def test_stopped_and_killed(self):
        scan, workers = self.start()
        scan.send_signal(signal.SIGSTOP)
        scan.kill()
        self.assertEqual(scan.wait(5), -signal.SIGKILL)
        self.expect_nothing_left(scan, workers)

    def test_killed_workers_are_tried_again_alone(self):
        # Long enough for the kill, and it ends: both once more when they are tried alone.
        slow = "constexpr long f(long n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\n"
        for i in range(3):
            self.write(f"u{i}.cpp", slow + "constexpr long x = f(24);\n")
        self.database([self.entry(f"u{i}.cpp", "-fconstexpr-steps=30000000", compiler="clang++") for i in range(3)])
        scan, workers = self.start("--timeout", "60")
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        self.assertEqual(scan.wait(60), 0, scan.stderr)

    def test_workers_killed_twice(self):
        scan, workers = self.start()
        seen = set()

        def kill_all():
            for worker in children(scan.pid):
                seen.add(worker)
                os.kill(worker, signal.SIGKILL)
            return scan.poll() is not None
        self.assertTrue(becomes_true(kill_all))
        self.assertEqual(scan.returncode, 3)
        text = (self.dir / "report.json").read_text()
        self.assertEqual(text.count('"kind": "killed"'), 3)
        self.assertGreaterEqual(len(seen), 6)


if __name__ == "__main__":
    main()
