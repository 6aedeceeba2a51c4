// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Apple's frameworks exist on its own systems only.
// needs: stub
// flags: -fblocks -fobjc-runtime=gnustep-2.0
#include "stubs/appkit.h"
