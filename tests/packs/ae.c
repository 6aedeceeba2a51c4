// needs: stub
// flags: -std=c11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/ae.json names, in a header of our own.
#include "stubs/ae.h"
