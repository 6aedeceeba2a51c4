// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of SQLite Modern Cpp, for the names of its pack.
//
// needs: stub
#include "stubs/sqlite_modern_cpp.h"
