// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libsodium.json names.
// needs: libsodium-dev
// flags: pkg:libsodium -std=c17
#include <sodium.h>
