// needs: libell-dev
// flags: -std=gnu11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/ell.json names, in the headers of ell 0.56.
#include <ell/ell.h>
