#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Feeds the readers of files that others write with made-up input, under AddressSanitizer and UBSan.
#
#   scripts/fuzz.sh                     each target for a minute
#   scripts/fuzz.sh 600 shard pack      two targets, ten minutes each
#
# Prints how many inputs each target has seen. Exit code 1 if one of them crashed, hung, or took too much memory; the
# input is then in build/fuzz/findings/, and `build/fuzz/tests/fuzz/fuzz_TARGET FILE` shows what it does. What a run
# learns stays in build/fuzz/corpus/ for the next one.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

all=(json pack config baseline shard command database)
usage() { echo "usage: scripts/fuzz.sh [SECONDS] [TARGET...]    targets: ${all[*]}"; }

seconds=60
case ${1:-} in
  -h | --help) usage; exit 0 ;;
  [0-9]*)
    [[ $1 =~ ^[1-9][0-9]*$ ]] || { usage >&2; exit 2; }
    seconds=$1
    shift
    ;;
esac
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("${all[@]}")
for target in "${targets[@]}"; do
  [[ " ${all[*]} " == *" $target "* ]] || { echo "fuzz: error: there is no target '$target'" >&2; usage >&2; exit 2; }
done

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -- --quiet

work=build/fuzz
mkdir -p "$work/seeds/shard" "$work/findings" "$work/logs"

"$work/tests/fuzz/fuzz_seeds" "$work/seeds/shard"

# An input that is longer says nothing new, but slows everything down.
declare -A longest=([shard]=4096 [pack]=4096 [config]=4096)
failed=()
for target in "${targets[@]}"; do
  corpus=$work/corpus/$target
  log=$work/logs/$target.txt
  mkdir -p "$corpus"
  seeds=()
  for folder in "tests/fuzz/corpus/$target" "$work/seeds/$target"; do
    if [ -d "$folder" ]; then seeds+=("$folder"); fi
  done
  found=0

  "$work/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len="${longest[$target]:-2048}" -timeout=20 \
    -rss_limit_mb=3000 -print_final_stats=1 -artifact_prefix="$work/findings/$target-" "$corpus" "${seeds[@]}" \
    >"$log" 2>&1 || found=1
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  printf 'fuzz: %-9s %9s inputs in %s s' "$target" "${executions:-?}" "$seconds"
  if [ "$found" -eq 0 ]; then
    printf ', nothing found\n'
  else
    printf ', FAILED; see %s\n' "$log"
    grep -m 3 -E 'ERROR:|SUMMARY:|runtime error:|Test unit written' "$log" | sed 's/^/  /' || true
    failed+=("$target")
  fi
done
[ ${#failed[@]} -eq 0 ]
