// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Apple's frameworks exist on its own systems only.
// needs: stub
// flags: -std=c17 -fblocks
#include "stubs/corefoundation.h"
