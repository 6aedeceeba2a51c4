// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of MySQL's X DevAPI, for the names of its pack.
//
// needs: stub
#include "stubs/mysqlx.h"
