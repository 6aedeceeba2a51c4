// needs: libwebsockets-dev, libcap-dev
// flags: -std=gnu11 -DLWS_WITH_THREADPOOL -DLWS_WITH_SPAWN
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/libwebsockets.json names, in the headers of libwebsockets 4.1.
#include <libwebsockets.h>
