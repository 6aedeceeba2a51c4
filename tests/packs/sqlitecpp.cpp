// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of SQLiteCpp, for the names of its pack.
//
// needs: stub
#include "stubs/sqlitecpp.h"
