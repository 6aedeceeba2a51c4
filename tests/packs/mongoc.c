// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of MongoDB's C driver, for the names of its pack.
//
// needs: libmongoc-dev, libbson-dev
// flags: pkg:libmongoc-1.0
// absent: mongoc_bulkwrite_execute: version 1.28
// absent: mongoc_collection_create_indexes_with_opts: version 1.25
#include <mongoc/mongoc.h>
