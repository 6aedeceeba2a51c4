// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of LevelDB, for the names of its pack.
//
// needs: libleveldb-dev
#include <leveldb/c.h>
#include <leveldb/db.h>
#include <leveldb/table.h>
#include <leveldb/table_builder.h>
