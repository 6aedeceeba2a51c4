#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# An edit in place of the same size whose time of modification is set back (rsync -t, restored artefacts, reproducible time
# stamps) must not be hidden by the cache: the time of change tells.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
mkdir b; printf 'extern unsigned sleep(unsigned); extern int epoll_wait(int, void*, int, int);\nint main(void) { for (;;) { epoll_wait(1, 0, 1, -1); sleep(0); } }\n' > one.c; touch -d 2020-01-01 one.c
printf '[{"directory":"%s","file":"one.c","command":"cc -c one.c"}]' "$T" > b/compile_commands.json
"$S" scan -p b --cache-dir c --format json > first
python3 - <<'X'
import os
s = os.stat('one.c'); t = open('one.c').read().replace('sleep(0)', 'sleep(7)')
with open('one.c', 'r+') as f: f.write(t)
os.utime('one.c', ns=(s.st_atime_ns, s.st_mtime_ns))
X
"$S" scan -p b --cache-dir c --format json > warm; "$S" scan -p b --no-cache --format json > fresh
cmp -s warm fresh; rc=$?; [ $rc = 0 ] && echo ok || echo "FAULT: with the cache $(grep -c '"rule"' warm) findings, without it $(grep -c '"rule"' fresh)"; cd /; rm -rf "$T"; exit $rc
