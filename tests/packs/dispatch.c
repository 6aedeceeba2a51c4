// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Debian has no package of libdispatch.
// needs: stub
// flags: -std=c17 -fblocks
#include "stubs/dispatch.h"
