#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# A scan that ends with 3 and writes its reports to files must not be silent: one line on standard error.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
mkdir b; echo '#include "none.h"' > one.c
printf '[{"directory":"%s","file":"one.c","command":"cc -c one.c"}]' "$T" > b/compile_commands.json
"$S" scan -p b --no-cache --format json=r.json > out 2> err; c=$?; echo "exit code $c, standard output $(wc -c < out) bytes, standard error $(wc -c < err) bytes"; [ $c = 3 ] && [ ! -s err ] && [ ! -s out ] && finish 1; finish 0
