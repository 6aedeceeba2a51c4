#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# 20 KB of configuration: each name stands for 4,096 (the limit), and nothing limits their sum: >10 s and >1 GB.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
ulimit -v 6000000
mkdir -p b; printf "extern unsigned sleep(unsigned); extern int epoll_wait(int, void*, int, int);\nint main(void) { for (;;) { epoll_wait(1, 0, 1, -1); sleep(1); } }\n" > one.c
printf '[{"directory":"%s","file":"one.c","command":"cc -c one.c"}]' "$T" > b/compile_commands.json
python3 -c "
import json
json.dump({'trusted':['ns::'+'{a,b,c,d,e,f,g,h}'*4+str(i) for i in range(400)]},open('.stallhound.json','w'))"
ls -l .stallhound.json | awk '{print $5, "bytes"}'; t0=$(date +%s); timeout 120 "$S" scan -p b --no-cache > out 2>&1; c=$?; t1=$(date +%s); echo "exit code $c after $((t1-t0)) s"; [ $((t1-t0)) -lt 10 ] && finish 0; echo FAULT; finish 1
