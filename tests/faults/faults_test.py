#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every system call that writes, forks or maps fails once.

A small scan runs again and again; in run N, call number N fails (tests/faults/shim.c), until a run makes no such call
any more. Whatever fails, the scan ends with a documented exit code and says on standard error what is wrong; a report
that is there is whole, and says what a scan without faults says or that something could not be analysed; the next scan
with the same cache is right.

Usage: faults_test.py --stallhound FILE --shim FILE [--all] [--seconds S]

--all tries every errno that the manual names for a call; otherwise it is one of them, another for each call.
"""
import argparse
import errno
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ERRNOS = {
    "open": ["ENOSPC", "EACCES", "EMFILE", "EIO"],
    "write": ["ENOSPC", "EIO"], "writev": ["ENOSPC", "EIO"], "pwrite": ["ENOSPC", "EIO"],
    "rename": ["EACCES", "ENOSPC", "EIO"], "linkat": ["EACCES", "ENOSPC", "EMLINK"], "unlink": ["EACCES", "EIO"],
    "mkdir": ["ENOSPC", "EACCES"], "ftruncate": ["EIO"], "fsync": ["EIO"], "close": ["EIO", "ENOSPC"],
    "fork": ["EAGAIN", "ENOMEM"], "pipe": ["EMFILE"], "pipe2": ["EMFILE"], "mmap": ["ENOMEM"], "mmap64": ["ENOMEM"],
}
LOOP = '__attribute__((annotate("stallhound::loop")))'
SOURCES = {
    "a.c": f'#include "nap.h"\n{LOOP} void on_timer(void) {{ nap(); }}\n',
    "b.c": f'#include "nap.h"\n{LOOP} void on_other(void) {{ nap(); }}\n',
    # Long enough to be mapped, not read.
    "nap.h": "int usleep(unsigned microseconds);\n" + "// padding\n" * 4000 + "static inline void nap(void) { usleep(5); }\n",
}


class Faults:
    def __init__(self, executable, shim, folder):
        self.executable, self.shim, self.folder = executable, shim, folder
        self.project = folder / "project"
        self.project.mkdir()
        for name, text in SOURCES.items():
            (self.project / name).write_text(text)
        database = [{"directory": str(self.project), "file": name, "arguments": ["cc", "-c", name]}
                    for name in SOURCES if name.endswith(".c")]
        (self.project / "compile_commands.json").write_text(json.dumps(database))
        self.fresh = self.scan(folder / "unused")
        if self.fresh[0] != 1 or not self.fresh[1]:
            sys.exit(f"faults: the project cannot be scanned: {self.fresh}")

    def scan(self, cache, at=0, number=0):
        """(exit code, report or None, standard error, call that failed or "")."""
        report, log = self.folder / "report.json", self.folder / "log"
        for file in (report, log):
            file.unlink(missing_ok=True)
        variables = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "home")}
        if at:
            variables.update(LD_PRELOAD=str(self.shim), STALLHOUND_FAULT_AT=str(at), STALLHOUND_FAULT_ERRNO=str(number),
                             STALLHOUND_FAULT_LOG=str(log))
        done = subprocess.run([self.executable, "scan", "-j1", "--cache-dir", cache, "--format", f"json={report}"],
                              cwd=self.project, env=variables, capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL)
        return (done.returncode, report.read_text() if report.exists() else None, done.stderr,
                log.read_text() if log.exists() else "")

    def complaint(self, code, report, err):
        if code not in (1, 2, 3):
            return f"the exit code is {code}"
        if not err.startswith("stallhound: ") and "\nstallhound: " not in err:
            return "standard error says nothing"
        if report is None:
            return None if code == 2 else "there is no report"
        if report == self.fresh[1]:
            return None if code in (1, 2) else "the report is right, the exit code is not"
        try:
            problems = json.loads(report)["problems"]
        except ValueError:
            return "the report is no JSON"
        return None if problems else "the report differs and names no problem"

    def left_over(self):
        names = {p.name for p in self.project.iterdir()} - set(SOURCES) - {"compile_commands.json"}
        return f"the project holds {sorted(names)}" if names else None

    def check(self, at, name):
        """One fault; (the call that failed or "", what is wrong or None)."""
        cache = tempfile.mkdtemp(dir=self.folder)
        code, report, err, call = self.scan(cache, at, getattr(errno, name))
        wrong = (self.complaint(code, report, err) if call else None) or self.left_over()
        if not wrong:
            after = self.scan(cache)
            if after[:2] != self.fresh[:2]:
                wrong = f"the next scan differs: exit code {after[0]}"
        return call, wrong and f"call {at} ({call}) fails with {name}: {wrong}\n{err}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stallhound", required=True, type=os.path.abspath)
    parser.add_argument("--shim", required=True, type=os.path.abspath)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end after this time, however far it came")
    options = parser.parse_args()
    begin = time.monotonic()
    wrong, hit = [], {}
    with tempfile.TemporaryDirectory(prefix="stallhound-faults-") as folder:
        faults = Faults(options.stallhound, options.shim, pathlib.Path(folder).resolve())
        at = 0
        while time.monotonic() - begin < options.seconds:
            at += 1
            call, complaint = faults.check(at, "EIO")
            if not call:
                break
            hit[call] = hit.get(call, 0) + 1
            names = ERRNOS[call] if options.all else [ERRNOS[call][at % len(ERRNOS[call])]]
            wrong += [complaint] if complaint else []
            for name in names:
                if name != "EIO":
                    complaint = faults.check(at, name)[1]
                    wrong += [complaint] if complaint else []
        else:
            print(f"faults: out of time at call {at}; a complete run needs longer")
            hit.setdefault("incomplete", 0)
    for complaint in wrong:
        print("faults:", complaint)
    counts = ", ".join(f"{name} {count}" for name, count in sorted(hit.items()))
    print(f"faults: {sum(hit.values())} calls failed ({counts}), {len(wrong)} faults, {time.monotonic() - begin:.0f} s")
    if "incomplete" not in hit and not {"open", "write", "linkat", "mkdir", "fork", "mmap"} <= set(hit):
        print("faults: some kinds of calls were never met, so the shim does not reach the executable")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
