// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of the Cassandra driver, for the names of its pack.
//
// needs: stub
#include "stubs/cassandra.h"
