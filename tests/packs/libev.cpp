// needs: libev-dev
// flags: -std=c++14 -DEV_WALK_ENABLE=1
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/libev.json names, in the headers of libev 4.
#include <ev++.h>
#include <ev.h>

void instantiate(ev::io& watcher) { watcher.set_(nullptr, nullptr); }
