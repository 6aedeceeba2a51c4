#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# A scan for any CI service: needs stallhound on the PATH and a compile database.
#
#   BUILD_DIR   folder of compile_commands.json (default: build)
#   REPORTS     folder for the reports, to keep as artifacts (default: stallhound-reports)
#   BASELINE    file of known findings (default: what the project's configuration says)
#
# Further arguments go to the scan. The exit code is the scan's; with ALLOW_INCOMPLETE=1, units that could not be
# analysed completely (code 3) do not fail the job.
set -eu

build=${BUILD_DIR:-build}
reports=${REPORTS:-stallhound-reports}
mkdir -p "$reports"

if [ -n "${BASELINE:-}" ]; then set -- --baseline "$BASELINE" "$@"; fi

code=0
stallhound scan -p "$build" --format text --format "sarif=$reports/stallhound.sarif" \
  --format "html=$reports/stallhound.html" --format "markdown=$reports/stallhound.md" "$@" || code=$?

case $code in
  0) ;;
  1) echo "stallhound: there are findings to fail on; $reports/stallhound.html shows them with their paths" ;;
  3)
    echo "stallhound: not everything could be analysed; the report above names the units"
    if [ "${ALLOW_INCOMPLETE:-}" = 1 ]; then code=0; fi
    ;;
  *) echo "stallhound: the scan could not begin, see above" ;;
esac
exit "$code"
