// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/argon2.json names.
// needs: libargon2-dev
// flags: -std=c17
#include <argon2.h>
