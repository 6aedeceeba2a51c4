// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/zlib.json names.
// needs: zlib1g-dev
// flags: -std=c17 -D_LARGEFILE64_SOURCE=1
#include <stdarg.h>
#include <zlib.h>
