// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of the pack userver.
// needs: stub
// flags: -std=c++20
#include "stubs/userver.h"
