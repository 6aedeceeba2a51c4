// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of the pack uwebsockets.
// needs: stub
// flags: -std=c++20
#include "stubs/uwebsockets.h"
