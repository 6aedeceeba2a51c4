// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of the pack ixwebsocket.
// needs: stub
// flags: -std=c++20
#include "stubs/ixwebsocket.h"
