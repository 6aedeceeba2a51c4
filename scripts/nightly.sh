#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The suites that take too long for every change, one after the other, with a summary.
#
#   scripts/nightly.sh               all steps
#   scripts/nightly.sh fuzz tsan     these steps
#   scripts/nightly.sh --list        their names
#
# A step that fails does not keep the next ones from running. Exit code 1 if one failed. Logs are in build/nightly/. SEED
# chooses other random edits and moments; the default is the day, so that each night is another one.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 2

# One line per step: its name, and what it does. The function step_NAME does it.
steps=(
  "fuzz   every fuzzer for a minute"
  "asan   unit tests and fixtures under AddressSanitizer and UBSan"
  "tsan   unit tests and a scan with --changed under ThreadSanitizer"
  "soak   a thousand random edits, each scanned with and without the cache"
  "kills  a thousand scans that are killed"
  "depth  generated code of great depth and length, at two sizes each"
  "faults every system call that writes, forks or maps fails with every error that it knows"
)

# Areas of fixtures that together walk every part of extraction and analysis.
areas=(c callables contexts coroutine errors field guards handles hops offload posix suppression virtual)

seed=${SEED:-$(date +%Y%m%d)}
stallhound=$PWD/build/release/stallhound

build() { cmake --preset "$1" && cmake --build --preset "$1" --target "${@:2}"; }

step_fuzz() { scripts/fuzz.sh 60; }

step_asan() {
  build asan stallhound unit_tests || return
  # Clang's syntax trees are left to the end of the process on purpose.
  export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
  build/asan/tests/unit_tests &&
    python3 tests/fixtures.py --stallhound build/asan/stallhound --work "$PWD/build/asan/fixtures" --once fixtures "${areas[@]}"
}

step_tsan() {
  build tsan stallhound unit_tests || return
  export TSAN_OPTIONS=halt_on_error=1
  build/tsan/tests/unit_tests && STALLHOUND=build/tsan/stallhound python3 tests/cli/changed_test.py
}

step_soak() {
  build release stallhound && python3 tests/soak/soak.py --stallhound "$stallhound" --edits 1000 --seed "$seed"
}

step_kills() {
  build release stallhound && STALLHOUND=$stallhound python3 tests/cli/kill_test.py --kills 1000 --seed "$seed"
}

step_depth() { build release stallhound && STALLHOUND=$stallhound python3 tests/cli/depth_test.py -v; }

step_faults() {
  build release stallhound fault_shim &&
    python3 tests/faults/faults_test.py --stallhound "$stallhound" --shim build/release/tests/fault_shim.so --all
}

names=()
for step in "${steps[@]}"; do names+=("${step%% *}"); done
case ${1:-} in
  --list) printf '%s\n' "${steps[@]}"; exit 0 ;;
  -h | --help) sed -n '4,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
chosen=("$@")
[ ${#chosen[@]} -gt 0 ] || chosen=("${names[@]}")
for name in "${chosen[@]}"; do
  [[ " ${names[*]} " == *" $name "* ]] || { echo "nightly: error: there is no step '$name'; see --list" >&2; exit 2; }
done

scripts/setup.sh || exit 2
mkdir -p build/nightly
summary=()
failed=0
for name in "${chosen[@]}"; do
  log=build/nightly/$name.log
  begin=$SECONDS
  # In a process of its own, so that what one step exports stays there.
  if ("step_$name") >"$log" 2>&1; then result=passed; else result=FAILED failed=1; fi
  summary+=("$(printf '%-8s %-7s %5d s   %s' "$name" "$result" $((SECONDS - begin)) "$log")")
  echo "${summary[-1]}"
  if [ "$result" = FAILED ]; then tail -n 20 "$log" | sed 's/^/    /'; fi
done
echo "nightly: summary"
printf '  %s\n' "${summary[@]}"
exit "$failed"
