#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# `stallhound link` of a shard whose checksum is right and whose indices (types, files, slots, parameters) point nowhere.
# Each byte of the content is set to two values. Expected: "a damaged shard" and exit code 2, or a report; never a signal.
# Needs python3-xxhash.
S=${STALLHOUND:-stallhound}; PY=${PYTHON:-/usr/bin/python3}
T=$(mktemp -d) && cd "$T" || exit 1
export XDG_CACHE_HOME="$T/cache"; mkdir b
cat > one.c <<'X'
extern unsigned sleep(unsigned); extern int epoll_wait(int, void*, int, int);
typedef void (*handler)(int);
struct entry { handler run; int arg; };
static void pause_for(int k) { sleep(k); }
static struct entry table[2] = {{pause_for, 3}, {0, 0}};
static void call(handler h, int k) { h(k); }
int main(void) { for (;;) { epoll_wait(1, 0, 1, -1); table[0].run(3); call(pause_for, 2); } }
X
printf '[{"directory":"%s","file":"one.c","command":"cc -c one.c"}]' "$T" > b/compile_commands.json
"$S" extract --output shards -p b --no-cache || exit 1
cat > damage.py <<'X'
import concurrent.futures, glob, os, re, struct, subprocess, sys, xxhash

tool = sys.argv[1]
original = open(glob.glob('shards/*.shard')[0], 'rb').read()
content = original[24:]

def link(names):
    done = subprocess.run([tool, 'link', *names, '--format', 'json'], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, errors='replace')
    return done.returncode, done.stderr

names = []
for at in range(len(content)):
    for value in (b'\x7f', b'\xff\xff\xff\xff\x0f'):
        new = content[:at] + value + content[at + 1:]
        names.append(f'byte-{at}-is-{value.hex()}.shard')
        with open(names[-1], 'wb') as file:
            file.write(original[:8] + struct.pack('<QQ', len(new), xxhash.xxh3_64_intdigest(new)) + new)

faults = []
# One process names all of a batch that are refused (it prints at most 100 errors); the others are linked one by one.
refused = set()
for first in range(0, len(names), 50):
    code, errors = link(names[first:first + 50])
    refused |= set(re.findall(r'^(?:stallhound: )?(?:error: )?(byte-\S+\.shard): a damaged shard', errors, re.MULTILINE))
    if code < 0: faults.append(f'signal {-code} for a batch of damaged shards')
if not refused: faults.append('no shard is refused as damaged')
left = [name for name in names if name not in refused]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    for name, (code, _) in zip(left, pool.map(lambda name: link([name]), left)):
        if code < 0 or code == 3: faults.append(f'{name}: ' + (f'signal {-code}' if code < 0 else 'exit code 3'))
for fault in faults[:3]: print('FAULT:', fault)
print(f'{len(names)} damaged shards, {len(refused)} refused, {len(faults)} faults')
sys.exit(1 if faults else 0)
X
"$PY" damage.py "$S"; rc=$?; cd /; rm -rf "$T"; exit $rc
