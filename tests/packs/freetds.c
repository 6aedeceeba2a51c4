// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of FreeTDS, for the names of its pack.
//
// needs: freetds-dev
#include <bkpublic.h>
#include <ctpublic.h>
#include <sybdb.h>
