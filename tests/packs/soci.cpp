// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of SOCI, for the names of its pack.
//
// needs: libsoci-dev
// flags: -std=c++17
#include <soci/soci.h>
