#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Writes docs/rules/ anew from the packs in rules/. Works from any folder; needs a built stallhound.
#
#   scripts/rules-docs.sh            write the pages
#   scripts/rules-docs.sh --check    fail if a page is not up to date
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

stallhound=${STALLHOUND:-build/release/stallhound}
if [ ! -x "$stallhound" ]; then
  echo "rules-docs: there is no $stallhound; scripts/test.sh or scripts/demo.sh builds it" >&2
  exit 2
fi
exec "$stallhound" rules docs --out docs/rules "$@" rules
