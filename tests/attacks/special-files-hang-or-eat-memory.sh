#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Reads of the parent have no time limit and no size limit: a FIFO hangs for ever, /dev/zero takes all memory. git can carry
# symbolic links to devices, so a checkout is enough for the packs and the baseline. Expected: an error, exit code 2.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
ulimit -v 2500000; ulimit -c 0
mkdir -p b; printf "extern unsigned sleep(unsigned); extern int epoll_wait(int, void*, int, int);\nint main(void) { for (;;) { epoll_wait(1, 0, 1, -1); sleep(1); } }\n" > one.c
db() { printf '[{"directory":"%s","file":"one.c","command":"cc %s -c one.c"}]' "$T" "$1" > b/compile_commands.json; }
mkfifo fifo; bad=0
try() { n=$1; shift; timeout -k 1 20 "$@" > out 2> err < /dev/null; c=$?; if [ $c -gt 3 ] || grep -q 'internal error\|out of memory' err; then bad=1; echo "FAULT $n: exit code $c $(head -1 err)"; else echo "ok $n: $c"; fi; }
db "@/dev/zero"; try "response file /dev/zero" "$S" scan -p b --no-cache
db "@$T/fifo"; try "response file FIFO" "$S" scan -p b --no-cache
db ""; mkdir z f; ln -s /dev/zero z/compile_commands.json; mkfifo f/compile_commands.json
try "database /dev/zero" "$S" scan -p z --no-cache; try "database FIFO" "$S" scan -p f --no-cache
mkdir -p .stallhound/rules; ln -s /dev/zero .stallhound/rules/x.json; try "pack -> /dev/zero" "$S" scan -p b --no-cache
rm .stallhound/rules/x.json; mkfifo .stallhound/rules/x.json; try "pack FIFO" "$S" scan -p b --no-cache; rm -r .stallhound
echo '{"baseline":"fifo"}' > .stallhound.json; try "baseline FIFO" "$S" scan -p b --no-cache
echo '{"packs":["/dev/zero"]}' > .stallhound.json; try "packs /dev/zero" "$S" scan -p b --no-cache
finish $bad
