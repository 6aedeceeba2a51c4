// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of MongoDB's C++ driver, for the names of its pack.
//
// needs: stub
#include "stubs/mongocxx.h"
