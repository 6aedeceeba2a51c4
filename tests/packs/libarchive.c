// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libarchive.json names.
// needs: libarchive-dev
// flags: -std=c17 -Wno-deprecated-declarations
#include <archive.h>
