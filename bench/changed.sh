#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# How long `scan --changed` takes with a warm cache and one changed file, which is what a pre-commit hook waits for.
#
#   bench/changed.sh [UNITS] [HEADERS] [JOBS] [RUNS] [FOLDER]    default: 300 units, 2000 headers, 2 jobs, 5 runs, a
#                                                                temporary folder
#
# The project is made up (bench/project.py, fixed seed). It is scanned once, which takes minutes and fills the cache;
# then, in each run, another file gets a call that blocks, and three times are taken on the wall clock:
#
#   changed   stallhound scan --changed
#   parse     stallhound extract --no-cache FILE: that file alone, which no scan can avoid
#   full      stallhound scan, with everything in the cache
#
# The goal is `changed` less `parse` below 2 s. The exit code is 1 if the median misses it, or if a run does not report
# exactly what was changed.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
units=${1:-300}
headers=${2:-2000}
jobs=${3:-2}
runs=${4:-5}
stallhound=${STALLHOUND:-$here/../build/release/stallhound}

[ -x "$stallhound" ] || { echo "bench: $stallhound is not built; scripts/demo.sh builds it" >&2; exit 2; }
stallhound=$(readlink -f "$stallhound")
if [ $# -ge 5 ]; then
  work=$(readlink -m "$5")
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
if [ ! -e "$work/project" ]; then
  python3 "$here/project.py" --units "$units" --headers "$headers" "$work/project"
fi

python3 - "$stallhound" "$work" "$jobs" "$runs" <<'PYTHON'
import json
import pathlib
import statistics
import subprocess
import sys
import time

stallhound, work, jobs, runs = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
project = work / "project"


def run(*arguments, cache=True):
    """Seconds and output of one call."""
    places = ["--cache-dir", str(work / "cache")] if cache else ["--no-cache"]
    start = time.monotonic()
    done = subprocess.run([stallhound, *arguments, "-p", str(project / "build"), "-j", jobs, *places], cwd=project,
                          capture_output=True, text=True)
    seconds = time.monotonic() - start
    if done.returncode not in (0, 1):
        sys.exit(f"bench: exit code {done.returncode}: {done.stderr}")
    return seconds, done.stdout


seconds, text = run("scan")
print(f"bench: first scan {seconds:.1f} s ({text.splitlines()[-1]})", flush=True)
files = sorted((project / "modules").glob("*.cpp"))
times = {"changed": [], "parse": [], "full": []}
wrong = 0
for number in range(runs):
    file = files[(number * 61 + 7) % len(files)]
    before = file.read_text()
    at = before.index("void step", before.index("namespace app"))
    body = before.index("{\n", at) + 2
    loop = '[[clang::annotate("stallhound::loop")]] '
    file.write_text(before[:at] + (loop if not before[:at].endswith(loop) else "") + before[at:body] +
                    "  ::usleep(77);\n" + before[body:])
    seconds, text = run("scan", "--changed", "--format", "json")
    times["changed"].append(seconds)
    findings = json.loads(text)["findings"]
    # The new context reaches old calls, too; each of them has to be its doing.
    new = [f for f in findings if f["location"]["file"] == f"modules/{file.name}" and f["call"] == "usleep"
           and f["state"] == "new"]
    if len(new) != 1 or any(f["path"][0]["location"]["file"] != f"modules/{file.name}" for f in findings):
        wrong += 1
        print(f"bench: {file.name}: {len(findings)} findings, {len(new)} of them the new call")
    times["parse"].append(run("extract", "--output", str(work / "shards"), str(file), cache=False)[0])
    times["full"].append(run("scan", "--format", "json")[0])
    file.write_text(before)
medians = {name: statistics.median(values) for name, values in times.items()}
for name, values in times.items():
    print(f"{name:<8} median {medians[name]:.2f} s, least {min(values):.2f} s, most {max(values):.2f} s")
beyond = medians["changed"] - medians["parse"]
print(f"changed less parse: {beyond:.2f} s, the goal is below 2 s")
sys.exit(1 if beyond >= 2 or wrong else 0)
PYTHON
