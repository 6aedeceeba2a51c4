// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of the pack trantor.
// needs: stub
// flags: -std=c++20
#include "stubs/trantor.h"
