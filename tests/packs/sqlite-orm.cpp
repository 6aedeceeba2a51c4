// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of sqlite_orm, for the names of its pack.
//
// needs: stub
#include "stubs/sqlite_orm.h"
