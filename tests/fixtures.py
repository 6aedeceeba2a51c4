#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs fixtures: scans each case and compares the findings with the expectation comments.

Usage: fixtures.py --stallhound EXE [--work DIR] [-j N] [--only SUBSTRING] [--once] FIXTURES_DIR [AREA...]

A case is a folder with sources. Each is scanned cold with one job, then from the cache that this made (with several
jobs; shuffled with one), and at last cold again with several jobs and the units shuffled; all must print the same
bytes. --once does the first scan only. A case whose needs.txt names a header that is not installed is skipped, and says
so. See fixtures/README.md for the comments.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

EXPECTATION = re.compile(r"(?://|/\*)\s*(expect|missed|wrong):\s*([^*\n]*)")
SOURCES = {".c": "clang-22", ".cpp": "clang++-22", ".cc": "clang++-22", ".m": "clang-22", ".mm": "clang++-22"}
C_SOURCES = (".c", ".m")


class Expectation:
    def __init__(self, kind, category, via, file, line):
        self.kind, self.category, self.via, self.file, self.line = kind, category, via, file, line

    def __str__(self):
        via = f" via {' > '.join(self.via)}" if self.via else ""
        return f"{self.file}:{self.line}: {self.kind}: {self.category}{via}"


def expectations_in(path, name):
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        for kind, text in EXPECTATION.findall(line):
            for part in text.split(","):
                category, _, via = part.strip().partition(" via ")
                steps = [step.strip() for step in via.split(" > ")] if via else None
                yield Expectation(kind, category.strip().split()[0], steps, name, number)


def case_folders(root, areas):
    found = set()
    for path in sorted(root.rglob("*")):
        if path.suffix not in SOURCES:
            continue
        parts = path.relative_to(root).parts
        # fixtures/<area>/<case>/... or fixtures/<case>/ for the demo.
        folder = root / parts[0]
        if len(parts) > 2 and not any((folder / f).suffix in SOURCES for f in os.listdir(folder)):
            folder = folder / parts[1]
        elif not (folder / "CMakeLists.txt").exists() and len(parts) > 2:
            folder = folder / parts[1]
        if not areas or parts[0] in areas:
            found.add(folder)
    return sorted(found)


def flags_of(folder):
    flags = []
    file = folder / "flags.txt"
    if file.exists():
        for line in file.read_text().split("\n"):
            line = line.strip()
            if line.startswith("pkg:"):
                flags += subprocess.run(["pkg-config", "--cflags", line[4:]], check=True, capture_output=True,
                                        text=True).stdout.split()
            elif line:
                flags.append(line)
    return flags


def missing_need(folder):
    """Why a case cannot run here, or None: a header of its needs.txt is not found with its flags."""
    file = folder / "needs.txt"
    if not file.exists():
        return None
    headers = [line.strip() for line in file.read_text().splitlines() if line.strip()]
    try:
        flags = flags_of(folder)
    except subprocess.CalledProcessError as error:
        return f"pkg-config knows no {error.cmd[-1]}"
    is_c = not any(path.suffix in SOURCES and path.suffix not in C_SOURCES for path in folder.rglob("*"))
    for header in headers:
        if not re.fullmatch(r"<[^<>\s]+>|[^<>\s\"]+", header):
            raise RuntimeError(f"needs.txt: {header!r} is not written as header.h or <header.h>")
        header = f"<{header.strip('<>')}>"
        done = subprocess.run(["clang-22" if is_c else "clang++-22", "-std=c11" if is_c else "-std=c++20", *flags,
                               "-fsyntax-only", "-w", "-x", "c" if is_c else "c++", "-"],
                              input=f"#if !__has_include({header})\n#error missing\n#endif\n", capture_output=True,
                              text=True, cwd=folder)
        if done.returncode != 0:
            return f"{header} is not found"
    return None


def write_database(folder, build):
    build.mkdir(parents=True, exist_ok=True)
    flags = flags_of(folder)
    compiler = folder / "compiler.txt"
    entries = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in SOURCES:
            continue
        standard = "-std=c11" if path.suffix in C_SOURCES else "-std=c++20"
        entries.append({"directory": str(folder), "file": str(path),
                        "arguments": [compiler.read_text().strip() if compiler.exists() else SOURCES[path.suffix],
                                      standard, *flags, "-c", str(path)]})
    (build / "compile_commands.json").write_text(json.dumps(entries, indent=1))
    return len(entries)


def bare(name):
    """The unqualified name of a function as expectations spell it: 'Store::load()' -> 'load'."""
    if name.startswith("lambda"):
        return "lambda"
    if name == "block" or name.startswith("block in "):
        return "block"
    if name[:2] in ("-[", "+["):  # A method of Objective-C is its selector.
        return name[:-1].partition(" ")[2]
    name = name.removesuffix("()")
    if "operator" in name:
        return name[name.index("operator"):] if name.startswith("operator") else name[name.rindex("operator"):]
    return name.rsplit("::", 1)[-1]


def path_of(finding):
    return [bare(step["function"]) for step in finding["path"]] + [bare(finding["call"])]


def scan(exe, folder, build, extra):
    arguments = []
    file = folder / "stallhound-args.txt"
    if file.exists():
        arguments = [line for line in shlex.split(file.read_text())]
    command = [exe, "scan", "-p", str(build), "--format", "json", *arguments, *extra]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=folder)
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout, done.stderr


def compare(folder, findings):
    """Lines about what differs from the expectations."""
    expected = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in SOURCES or path.suffix in (".h", ".hpp"):
            expected += expectations_in(path, path.relative_to(folder).as_posix())
    complaints = []
    left = [f for f in findings if f["suppressed"] is None]
    root = os.path.commonpath([folder])
    for finding in left:
        # The root of a report may lie above or below the folder of the case.
        finding["place"] = None
    matched = set()
    for expectation in expected:
        hit = None
        for index, finding in enumerate(left):
            location = finding["location"]
            same_file = location["file"] == expectation.file or location["file"].endswith("/" + expectation.file) \
                or expectation.file.endswith("/" + location["file"])
            if index in matched or not same_file or location["line"] != expectation.line:
                continue
            if finding["category"] == expectation.category:
                hit = index
                break
        if expectation.kind == "expect":
            if hit is None:
                complaints.append(f"not found: {expectation}")
                continue
            matched.add(hit)
            actual = path_of(left[hit])
            if expectation.via and actual != expectation.via:
                complaints.append(f"other path: {expectation}\n        but it is {' > '.join(actual)}")
        elif expectation.kind == "missed":
            if hit is not None:
                complaints.append(f"found now, make it expect: {expectation}")
                matched.add(hit)
        elif hit is None:
            complaints.append(f"silent now, drop it: {expectation}")
        else:
            matched.add(hit)
    for index, finding in enumerate(left):
        if index not in matched:
            location = finding["location"]
            complaints.append(f"unexpected: {location['file']}:{location['line']}: {finding['category']} "
                              f"({finding['confidence']}) via {' > '.join(path_of(finding))}")
    return complaints, len(expected)


def run_case(exe, folder, work, once):
    """Complaints, the number of expectations, and why the case was skipped, if it was."""
    reason = missing_need(folder)
    if reason:
        return [], 0, reason
    root = work / folder.parent.name / folder.name
    shutil.rmtree(root, ignore_errors=True)
    source = root / "src"
    # A copy of its own: the case is then its own project root.
    shutil.copytree(folder, source)
    (source / ".stallhound.json").write_text("{}\n")
    build = root / "build"
    units = write_database(source, build)
    # The cache starts empty: it lies in the folder that was just made anew.
    cache = ["--cache-dir", str(root / "cache")]
    # tests/cli/sarif_test.py hands the SARIF files of all cases to a validator.
    first, _ = scan(exe, source, build, ["-j", "1", "--format", f"sarif={root / 'report.sarif'}", *cache])
    complaints = []
    if not once:
        warm, stats = scan(exe, source, build, ["-j", "2", "--stats", *cache])
        if warm != first:
            complaints.append("a cold scan and one from the cache print different reports")
        if f"cached {units:>12}\n" not in stats:
            complaints.append("not every unit came from the cache")
        if scan(exe, source, build, ["-j", "1", "--shuffle", *cache])[0] != first:
            complaints.append("the order in which units come from the cache changes the report")
        if scan(exe, source, build, ["-j", "2", "--shuffle", "--no-cache"])[0] != first:
            complaints.append("one job and several jobs print different reports")
    report = json.loads(first)
    if folder.parent.name != "errors":
        # What does not compile is silent for the wrong reason.
        complaints += [f"{problem['file']}: {problem['message']}" for problem in report["problems"]
                       if problem["kind"] != "unused-suppression"]
    more, count = compare(source, report["findings"])
    return complaints + more, count, None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stallhound", required=True)
    parser.add_argument("--work", default="/tmp/stallhound-fixtures")
    parser.add_argument("-j", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("fixtures")
    parser.add_argument("areas", nargs="*")
    options = parser.parse_args()
    root = pathlib.Path(options.fixtures).resolve()
    cases = [f for f in case_folders(root, options.areas) if options.only in str(f.relative_to(root))]
    if not cases:
        print("no such fixtures", file=sys.stderr)
        return 1
    failed = skipped = expected = 0
    with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
        jobs = [(case, pool.submit(run_case, os.path.abspath(options.stallhound), case, pathlib.Path(options.work),
                                   options.once)) for case in cases]
        for case, job in jobs:
            try:
                complaints, count, reason = job.result()
            except Exception as error:  # A case that cannot be scanned is a failed case, not the end of the run.
                complaints, count, reason = [str(error)], 0, None
            expected += count
            if reason:
                skipped += 1
                print(f"SKIPPED {case.relative_to(root)}: {reason}")
            if complaints:
                failed += 1
                print(f"FAILED {case.relative_to(root)}")
                for complaint in complaints:
                    print(f"    {complaint}")
    without = f", {skipped} skipped" if skipped else ""
    print(f"{len(cases) - failed - skipped} of {len(cases)} cases pass{without}, {expected} expectations")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
