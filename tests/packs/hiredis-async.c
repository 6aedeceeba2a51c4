// needs: libhiredis-dev
// flags: -std=gnu11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/hiredis-async.json names, in the headers of hiredis 0.14.
#include <hiredis/async.h>
#include <hiredis/hiredis.h>

// absent: redisAsyncSetTimeout: from 1.0 on
// absent: redisAsyncSetPushCallback: from 1.0 on
// absent: redisAsyncPushFn: from 1.0 on
// absent: redisConnectCallbackNC: from 1.1 on
