// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of clickhouse-cpp, for the names of its pack.
//
// needs: stub
#include "stubs/clickhouse_cpp.h"
