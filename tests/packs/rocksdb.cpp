// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of RocksDB, for the names of its pack.
//
// needs: librocksdb-dev
// flags: -std=c++17
// absent: rocksdb::IteratorBase::{Seek,SeekForPrev,SeekToFirst,SeekToLast}: since version 9
// absent: rocksdb::IteratorBase::{Next,Prev}: since version 9
#include <rocksdb/c.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/utilities/backup_engine.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/utilities/db_ttl.h>
#include <rocksdb/utilities/optimistic_transaction_db.h>
#include <rocksdb/utilities/stackable_db.h>
#include <rocksdb/utilities/transaction.h>
#include <rocksdb/utilities/transaction_db.h>
