// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/liburing.json names.
// needs: liburing-dev
// flags: -std=c17 -D_GNU_SOURCE
// absent: io_uring_wait_cqes_min_timeout: since liburing 2.8
// absent: io_uring_submit_and_wait_min_timeout: since liburing 2.8
// absent: io_uring_submit_and_wait_reg: since liburing 2.10
#include <liburing.h>
