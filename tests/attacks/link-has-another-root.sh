#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Without a .git or a configuration, the folder of the database is the root, not the common folder of the sources. `link` does
# not see the database, and must name files as `scan` does all the same: extract + link gives the bytes of scan.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
mkdir src; printf 'extern unsigned sleep(unsigned); extern int epoll_wait(int, void*, int, int);\nint main(void) { for (;;) { epoll_wait(1, 0, 1, -1); sleep(1); } }\n' > src/one.c
printf '[{"directory":"%s","file":"src/one.c","command":"cc -c src/one.c"}]' "$T" > compile_commands.json
"$S" scan -p . --no-cache --format json > scan.json; "$S" extract -p . --no-cache --output shards; "$S" link shards --format json > link.json
cmp -s scan.json link.json; rc=$?; [ $rc = 0 ] && echo ok || { echo FAULT; diff scan.json link.json | head -4; }; cd /; rm -rf "$T"; exit $rc
