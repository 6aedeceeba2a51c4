#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# -cc1 flags that print (record layouts) write into the report on standard output; with --format json it is no JSON.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
mkdir b; python3 - <<'P'
print('extern "C" unsigned sleep(unsigned);', file=open('one.cpp','w'))
f=open('one.cpp','a')
for i in range(200): f.write(f'struct S{i} {{ virtual ~S{i}(); int a; long b[{i+1}]; }}; S{i}::~S{i}() {{}}\n')
P
printf '[{"directory":"%s","file":"one.cpp","command":"clang++ -Xclang -fdump-record-layouts -c one.cpp"}]' "$T" > b/compile_commands.json
"$S" scan -p b --no-cache --format json > out; python3 -m json.tool out > /dev/null && { echo ok; finish 0; }
echo "FAULT: the JSON report begins with: $(head -c 80 out | tr '\n' ' ')"; finish 1
