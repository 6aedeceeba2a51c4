#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Objective-C units: C functions of them are read, methods (and thus most of the code) are skipped without a word: exit code 0,
# "No event-loop code found". Expected: one finding, or a problem that says that methods are not looked at.
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
mkdir b
cat > one.m <<'X'
extern unsigned sleep(unsigned);
extern int epoll_wait(int, void*, int, int);
__attribute__((objc_root_class)) @interface Server { } - (void)run; @end
@implementation Server
- (void)run { for (;;) { epoll_wait(1, 0, 1, -1); sleep(1); } }
@end
X
printf '[{"directory":"%s","file":"one.m","command":"clang -c one.m"}]' "$T" > b/compile_commands.json
"$S" scan -p b --no-cache > out 2>&1; c=$?; echo "exit code $c: $(tail -1 out)"; grep -q 'finding' out || [ $c = 3 ]; rc=$?; [ $rc = 0 ] || echo FAULT; cd /; rm -rf "$T"; exit $rc
