#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# aarch64-linux-gnu-gcc, arm-none-eabi-gcc: the code is read as x86-64 code with the headers of this machine, without a word.
# Expected: sleep(1) at line 4 is reported and sleep(2) is not (or at least a problem says that the target is another one).
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"
finish() { cd /; rm -rf "$T"; exit $1; }
mkdir b; printf 'extern unsigned sleep(unsigned); extern int epoll_wait(int, void*, int, int);\nint main(void) { for (;;) { epoll_wait(1, 0, 1, -1);\n#ifdef __aarch64__\n  sleep(1);\n#else\n  sleep(2);\n#endif\n} }\n' > one.c
printf '[{"directory":"%s","file":"one.c","command":"aarch64-linux-gnu-gcc -c one.c"}]' "$T" > b/compile_commands.json
"$S" scan -p b --no-cache > out 2>&1; echo "exit code $?"; head -1 out; grep -q "one.c:4" out && finish 0; echo "FAULT: judged as code for the host"; finish 1
