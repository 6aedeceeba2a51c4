#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A checkout whose tracked files contain the parts of a bare repository runs a program of its own as soon as someone
# says `stallhound scan --changed` in it. Everything is made with plain `git add`; nothing under .git/ is touched.
# Expected: MARK is not written. Seen: "FAULT: the checkout ran a program".
S=${STALLHOUND:-stallhound}
T=$(mktemp -d) && cd "$T" || exit 1
export HOME="$T/home" XDG_CACHE_HOME="$T/cache"; mkdir -p home
# The author's repository.
mkdir author && cd author && git init -q -b main . && git config user.name a && git config user.email a@example.org
printf '#!/bin/sh\necho ran > ../../MARK\n' > attacker.sh.tmp
mkdir -p app/objects app/refs/heads app/build
printf 'ref: refs/heads/main\n' > app/HEAD
touch app/objects/keep app/refs/heads/keep
mv attacker.sh.tmp app/helper.sh; chmod +x app/helper.sh
printf '[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = ./helper.sh\n' > app/config
echo '{}' > app/.stallhound.json
printf 'extern unsigned sleep(unsigned);\nint twice(int k) { sleep(1); return 2 * k; }\n' > app/one.c
printf '[{"directory": "%s/clone/app", "file": "one.c", "arguments": ["cc", "-c", "one.c"]}]\n' "$T" > app/build/compile_commands.json
git add -A && git commit -qm all
cd .. && git clone -q author clone && cd clone
"$S" scan -p app/build --changed > "$T/out" 2>&1; code=$?
if [ -e "$T/MARK" ]; then echo "FAULT: the checkout ran a program (exit code $code)"; rc=1; else echo "ok (exit code $code): $(head -c 200 "$T/out")"; rc=0; fi
cd / && rm -rf "$T"; exit $rc
