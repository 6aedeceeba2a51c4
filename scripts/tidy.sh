#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Runs clang-tidy over the project's own sources; needs a configured build (scripts/test.sh, or cmake --preset release).
#
#   scripts/tidy.sh                  everything but src/extract, whose headers are slow to parse
#   scripts/tidy.sh src/extract ...  these files or folders
#
# Not part of the tests: it takes minutes.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

command -v clang-tidy-22 >/dev/null || { echo "tidy: clang-tidy-22 is not installed; scripts/setup.sh installs it" >&2; exit 2; }
[ -e build/release/compile_commands.json ] || { echo "tidy: no build; run cmake --preset release first" >&2; exit 2; }

where=("$@")
if [ ${#where[@]} -eq 0 ]; then where=(src/base src/rules src/store src/analyze src/render src/app); fi
find "${where[@]}" -name '*.cpp' -print0 | sort -z |
  xargs -0 -P "$(nproc)" -n 1 clang-tidy-22 -p build/release --quiet --warnings-as-errors='*'
