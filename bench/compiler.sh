#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# How long a cold scan takes, against the compiler's front end on the same files.
#
#   bench/compiler.sh [BUILD_DIR] [JOBS] [RUNS]     default: the demo, 2 jobs, 5 runs
#
# A: stallhound scan -p BUILD_DIR -j JOBS --no-cache      everything: parse, extract, link, search, print
# B: clang++-22 -fsyntax-only on each file, JOBS at once  only parse and type check; no code is generated, no warning
#                                                         computed
#
# Both read the same compile database and run the same number of processes; B's flags are the database's own without
# output, dependency and GCC-only flags. Files that B cannot parse are parsed as far as A parses them. One warm-up run of
# each fills the page cache. The number that counts is the ratio of the medians of one call of this script; times of
# different machines, or of a machine that is doing something else, say nothing.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/..")
build=${1:-$root/build/demo}
jobs=${2:-2}
runs=${3:-5}
stallhound=${STALLHOUND:-$root/build/release/stallhound}

command -v hyperfine >/dev/null || { echo "bench: hyperfine is missing; scripts/setup.sh --bench installs it" >&2; exit 2; }
[ -x "$stallhound" ] || { echo "bench: $stallhound is not built; scripts/demo.sh builds it" >&2; exit 2; }
[ -e "$build" ] || { echo "bench: $build does not exist; scripts/demo.sh makes the demo's" >&2; exit 2; }
build=$(readlink -f "$build")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/commands.py" "$build" >"$work/commands"
units=$(tr -cd '\0' <"$work/commands" | wc -c)
echo "bench: $units units, $jobs jobs, $runs runs each"

# Exit codes: findings make the scan's 1, files with errors make either not 0; both are part of the measurement.
hyperfine --warmup 1 --runs "$runs" --ignore-failure --style basic --export-json "$work/times.json" \
  --command-name "A: stallhound scan" \
  "$(printf '%q scan -p %q -j %q --no-cache' "$stallhound" "$build" "$jobs") >/dev/null 2>&1" \
  --command-name "B: clang -fsyntax-only" \
  "xargs -0 -P $jobs -n 1 sh -c <$work/commands >/dev/null 2>&1" 2> >(grep -v 'Ignoring non-zero' >&2)

python3 - "$work/times.json" <<'PYTHON'
import json
import sys

scan, compiler = (result["median"] for result in json.load(open(sys.argv[1]))["results"])
print(f"median: scan {scan:.2f} s, compiler {compiler:.2f} s; the scan takes {scan / compiler:.2f} times the compiler's time")
PYTHON
