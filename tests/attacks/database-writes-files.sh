#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Flags of a compile database make a scan write where the database says.
# Expected: nothing outside of the cache and the given reports.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
mkdir -p b; printf "extern unsigned sleep(unsigned); extern int epoll_wait(int, void*, int, int);\nint main(void) { for (;;) { epoll_wait(1, 0, 1, -1); sleep(1); } }\n" > one.c
mkdir victim; printf 'module M { header "m.h" }\n' > module.modulemap; echo 'int in_m(int);' > m.h
bad=0
try() { rm -rf victim; mkdir victim; printf '[{"directory":"%s","file":"one.c","command":"clang %s -c one.c"}]' "$T" "$1" > b/compile_commands.json
  "$S" scan -p b --no-cache > out 2>&1; n=$(find victim -mindepth 1 | wc -l); if [ $n -gt 0 ]; then bad=1; echo "FAULT: $n entries written: $1"; find victim -type f; else echo "ok: $1"; fi; }
try "-gen-cdb-fragment-path $T/victim"
try "-fmodules -fmodules-cache-path=$T/victim/cache -fmodule-map-file=$T/module.modulemap -include $T/m.h"
finish $bad
