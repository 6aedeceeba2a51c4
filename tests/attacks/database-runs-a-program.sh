#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The driver runs the tool that a command names (or that lies beside the compiler it names) to ask for a GPU.
# A compile database must not run anything. Expected: nothing is run.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
mkdir -p b; printf "extern unsigned sleep(unsigned); extern int epoll_wait(int, void*, int, int);\nint main(void) { for (;;) { epoll_wait(1, 0, 1, -1); sleep(1); } }\n" > one.c
cp one.c one.cpp; sed -i '1s/.*/extern "C" unsigned sleep(unsigned); extern "C" int epoll_wait(int, void*, int, int);/' one.cpp
printf '#!/bin/sh\necho ran > "%s/MARK"\n' "$T" > tool; chmod +x tool; cp tool amdgpu-arch; cp tool nvptx-arch; cp tool offload-arch; cp tool mycc
echo "-x hip --offload-arch=native --offload-arch-tool=$T/tool" > hidden.cfg
bad=0
try() { rm -f MARK; printf '[{"directory":"%s","file":"one.cpp","command":"%s -c one.cpp"}]' "$T" "$1" > b/compile_commands.json
  "$S" scan -p b --no-cache > out 2>&1; c=$?; if [ -e MARK ]; then bad=1; echo "FAULT: ran a program (exit code $c): $1"; else echo "ok: $1"; fi; }
try "clang++ -x hip --offload-arch=native --offload-arch-tool=$T/tool"
try "clang++ -x hip --offload-arch=native --amdgpu-arch-tool=$T/tool"
try "clang++ -x cuda --offload-arch=native --nvptx-arch-tool=$T/tool"
try "clang++ -fopenmp -fopenmp-targets=amdgcn-amd-amdhsa --amdgpu-arch-tool=$T/tool"
try "$T/mycc -x hip --offload-arch=native"
try "clang++ --config=$T/hidden.cfg"
finish $bad
