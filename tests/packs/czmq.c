// needs: libczmq-dev
// flags: -std=gnu11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/czmq.json names, in the headers of CZMQ 4.2.
#include <czmq.h>

// absent: zstr_recv_compress: a draft function, and the package lacks a header that drafts need
