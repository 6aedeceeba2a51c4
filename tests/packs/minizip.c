// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/minizip.json names.
// needs: libminizip-dev
// flags: -std=c17
#include <minizip/mztools.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
