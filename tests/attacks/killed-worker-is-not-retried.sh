#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A worker that is killed from outside (out-of-memory killer) costs its unit; the goal says: one retry alone.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
mkdir b; printf 'constexpr long f(long n) { return n < 2 ? n : f(n-1) + f(n-2); }\nconstexpr long x = f(90);\nextern "C" unsigned sleep(unsigned);\n' > one.cpp
printf '[{"directory":"%s","file":"one.cpp","command":"c++ -fconstexpr-steps=3000000 -c one.cpp"}]' "$T" > b/compile_commands.json
"$S" scan -p b --no-cache > out 2>&1 & p=$!
until w=$(pgrep -P $p) || ! kill -0 $p; do sleep 0.1; done
kill -9 $w; wait $p; echo "exit code $?"; grep "signal 9" out && finish 1; finish 0
