#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Formats the C++ sources of the project; fixtures are left alone, since expectations stand at the end of their lines.
#
#   scripts/format.sh           formats
#   scripts/format.sh --check   changes nothing, names what is not formatted; exit code 1 if there is any, 77 without
#                               clang-format-22
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

if ! command -v clang-format-22 >/dev/null; then
  echo "format: clang-format-22 is not installed; scripts/setup.sh installs it" >&2
  exit 77
fi
mapfile -d '' -t files < <(find src include tests -type f \( -name '*.cpp' -o -name '*.h' \) -print0 | sort -z)

case ${1:-} in
  '') clang-format-22 -i "${files[@]}" ;;
  --check)
    bad=()
    for file in "${files[@]}"; do
      clang-format-22 "$file" | cmp -s - "$file" || bad+=("$file")
    done
    if [ ${#bad[@]} -gt 0 ]; then
      printf 'format: %s\n' "${bad[@]}"
      echo "format: ${#bad[@]} of ${#files[@]} files are not formatted; scripts/format.sh formats them"
      exit 1
    fi
    echo "format: all ${#files[@]} files are formatted"
    ;;
  *)
    echo "usage: scripts/format.sh [--check]" >&2
    exit 2
    ;;
esac
