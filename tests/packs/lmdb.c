// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of LMDB, for the names of its pack.
//
// needs: liblmdb-dev
#include <lmdb.h>
