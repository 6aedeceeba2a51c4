// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/zstd.json names.
// needs: libzstd-dev
// flags: -std=c17
#include <zdict.h>
#include <zstd.h>
