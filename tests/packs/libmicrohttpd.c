// needs: libmicrohttpd-dev
// flags: -std=gnu11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/libmicrohttpd.json names, in the header of libmicrohttpd 0.9.75.
#include <microhttpd.h>
