// needs: stub
// flags: -std=c11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/redis-module.json names, in a header of our own.
#include "stubs/redismodule.h"
