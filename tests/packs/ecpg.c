// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of PostgreSQL's embedded SQL, for the names of its pack.
//
// needs: libecpg-dev
// flags: pkg:libecpg
#include <ecpglib.h>
