// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of libdbi, for the names of its pack.
//
// needs: libdbi-dev
#include <dbi/dbi.h>
