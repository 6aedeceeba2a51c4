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

echo >&2
case $code in
  0) echo "demo: the scan ended with exit code 0: nothing to fail on." >&2 ;;
  1) echo "demo: the scan ended with exit code 1, because it found calls that stall the loop. That is what it is for: in" \
          "a build, this is what fails. The demo itself worked." >&2
     code=0 ;;
  3) echo "demo: the scan ended with exit code 3: some file could not be analysed (see above)." >&2 ;;
  *) echo "demo: the scan could not run (exit code $code)." >&2 ;;
esac
exit "$code"
