// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of redis-plus-plus, for the names of its pack.
//
// needs: stub
#include "stubs/redis_plus_plus.h"
