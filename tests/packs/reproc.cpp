// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Debian has no package of reproc.
// needs: stub
// flags: -std=c++17
#include "stubs/reproc.h"
