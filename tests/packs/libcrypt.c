// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libcrypt.json names.
// needs: libcrypt-dev
// flags: -std=c17
#include <crypt.h>
