// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A stub with the names of rules/async-simple.json.
// needs: stub
// flags: -std=c++20
#include "stubs/async_simple.h"
