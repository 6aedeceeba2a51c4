// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/lzma.json names.
// needs: liblzma-dev
// flags: -std=c17
#include <lzma.h>
