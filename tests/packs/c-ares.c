// needs: libc-ares-dev
// flags: -std=gnu11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/c-ares.json names, in the header of c-ares 1.18.
#include <ares.h>

// absent: ares_queue_wait_empty: from 1.27 on
// absent: ares_reinit: from 1.22 on
// absent: ares_callback_dnsrec: from 1.28 on
// absent: ares_server_state_callback: from 1.30 on
