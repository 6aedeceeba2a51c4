// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libaio.json names.
// needs: libaio-dev
// flags: -std=c17 -D_GNU_SOURCE
#include <libaio.h>
