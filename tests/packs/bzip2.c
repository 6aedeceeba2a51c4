// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/bzip2.json names.
// needs: libbz2-dev
// flags: -std=c17
#include <bzlib.h>
