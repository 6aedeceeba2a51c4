// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/pcsclite.json names.
// needs: libpcsclite-dev
// flags: pkg:libpcsclite -std=c17
#include <winscard.h>
