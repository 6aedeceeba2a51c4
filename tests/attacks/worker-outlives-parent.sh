#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# When only the parent ends (kill -9, or SIGTERM/SIGHUP/SIGINT to its process alone, as `timeout` and CI runners send it), workers go on
# with their unit, here for ever, since the time limit was kept by the parent.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
mkdir b; mkfifo never.h; echo '#include "never.h"' > one.c
printf '[{"directory":"%s","file":"one.c","command":"cc -c one.c"}]' "$T" > b/compile_commands.json
bad=0
for s in TERM KILL HUP; do
"$S" scan -p b --no-cache --timeout 5 > /dev/null 2>&1 & p=$!; sleep 2; w=$(pgrep -P $p); kill -$s $p; wait $p 2>/dev/null; sleep 8
if [ -n "$w" ] && kill -0 $w 2>/dev/null; then echo "FAULT: after SIG$s to the parent, worker $w is alive 8 s later (--timeout 5)"; kill -9 $w; bad=1; else echo "ok SIG$s"; fi; done
finish $bad
