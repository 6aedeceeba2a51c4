// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libgit2.json names.
// needs: libgit2-dev
// flags: pkg:libgit2 -std=c17
#include <git2.h>
