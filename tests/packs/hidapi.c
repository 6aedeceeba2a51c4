// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/hidapi.json names.
// needs: libhidapi-dev
// flags: -std=c17
#include <hidapi/hidapi.h>
