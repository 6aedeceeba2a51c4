// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/miniupnpc.json names.
// needs: libminiupnpc-dev
// flags: -std=c17
#include <miniupnpc/miniupnpc.h>
#include <miniupnpc/miniwget.h>
#include <miniupnpc/upnpcommands.h>
