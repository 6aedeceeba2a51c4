#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Sets up, builds stallhound, and scans a small web service with it (fixtures/demo-service). Works from any folder; what
# is built already is not built again. Arguments go to the scan: scripts/demo.sh --format json
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

# Everything but the report goes to standard error.
{
  scripts/setup.sh
  cmake --preset release
  cmake --build --preset release --target stallhound
  cmake -S fixtures/demo-service -B build/demo -G Ninja -DCMAKE_CXX_COMPILER=clang++-22 \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
} >&2

printf '\n$ stallhound scan -p build/demo%s\n\n' "${*:+ $*}" >&2
code=0
build/release/stallhound scan -p build/demo "$@" || code=$?

case $code in
  0) why="The scan's exit code is 0: nothing to fail on." ;;
  1) why="The scan's exit code is 1, because it found calls that stall the loop; this is what fails a build. The demo \
itself worked." ;;
  3) why="The scan's exit code is 3: some file could not be analysed (see above)." ;;
  *) why="The scan could not run (exit code $code)." ;;
esac
# With arguments (a format, perhaps), standard output holds nothing but the report.
if [ $# -eq 0 ]; then printf '\n%s\n' "$why"; else printf '\n%s\n' "$why" >&2; fi
if [ "$code" -eq 1 ]; then code=0; fi
exit "$code"
