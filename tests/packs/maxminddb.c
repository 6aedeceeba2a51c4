// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/maxminddb.json names.
// needs: libmaxminddb-dev
// flags: -std=c17
#include <maxminddb.h>
