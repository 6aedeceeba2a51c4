// needs: stub
// flags: -std=c++17
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/node-addon-api.json names, in a header of our own.
#include "stubs/napi.h"

// absent: Napi::Env::AddCleanupHook: moved to a base class in version 6
