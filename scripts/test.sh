#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Sets up, builds, and runs every test. Works from any folder; what is built already is not built again.
# With CI set in the environment, warnings are errors, and each fuzzer runs for FUZZ_SECONDS (0: not at all, unless
# it is set). Arguments go to ctest: scripts/test.sh -R fixtures/asio
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

scripts/setup.sh

options=()
if [ -n "${CI:-}" ]; then options+=(-DSTALLHOUND_WERROR=ON); fi
cmake --preset release "${options[@]}"
cmake --build --preset release

skipped=()
failed=()
format=0
scripts/format.sh --check || format=$?
case $format in
  0) ;;
  77) skipped+=("format: clang-format-22 is not installed") ;;
  *) failed+=("format: some files are not formatted (listed above the tests)") ;;
esac

log=build/release/ctest.log
tests=0
ctest --preset release --no-tests=error -j "$(nproc)" "$@" | tee "$log" || tests=$?
# Whole tests that ctest skipped, then single cases that a test script skipped, with their reasons.
while read -r line; do skipped+=("$line"); done < <(
  sed -n 's/.*Test *#[0-9]*: \([^ ]*\) .*\*\*\*\(Skipped\|Not Run[^0-9]*\).*/\1: \2/p' "$log"
  sed -n 's/^SKIPPED \(.*\)$/fixtures\/\1/p' build/release/Testing/Temporary/LastTest.log
  sed -n "s/^\([a-z_A-Z0-9]*\) (\([^)]*\)).*\.\.\. skipped ['\"]\(.*\)['\"]$/\2: \3/p" build/release/Testing/Temporary/LastTest.log
)

if [ -n "${CI:-}" ] && [ $# -eq 0 ] && [ "${FUZZ_SECONDS:-0}" -gt 0 ]; then
  scripts/fuzz.sh "${FUZZ_SECONDS:-0}" || failed+=("fuzz: see above; the inputs are in build/fuzz/findings")
fi

for line in "${failed[@]}"; do printf 'failed: %s\n' "$line"; done
if [ ${#skipped[@]} -eq 0 ]; then echo "skipped: nothing"; fi
for line in "${skipped[@]}"; do printf 'skipped: %s\n' "$line"; done

if [ "$tests" -eq 0 ] && [ ${#failed[@]} -gt 0 ]; then tests=1; fi
exit "$tests"
