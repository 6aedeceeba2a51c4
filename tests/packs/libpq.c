// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of libpq, for the names of its pack.
//
// needs: libpq-dev
// flags: pkg:libpq
// absent: PQ{changePassword,closePrepared,closePortal,cancelBlocking,sendPipelineSync,sendClosePrepared}: libpq 17
// absent: PQ{sendClosePortal,socketPoll}: libpq 17
#include <libpq-events.h>
#include <libpq-fe.h>
