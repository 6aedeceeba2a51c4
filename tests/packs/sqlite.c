// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/sqlite.json names.
// needs: libsqlite3-dev
// flags: pkg:sqlite3 -std=c17
#include <sqlite3.h>
