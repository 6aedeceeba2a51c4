// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Stubs with the names of rules/folly.json.
// needs: stub
// flags: -std=c++20
#include "stubs/folly.h"
#include "stubs/folly_async.h"
#include "stubs/folly_futures.h"
