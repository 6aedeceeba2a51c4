// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A stub with the names of rules/std-execution.json, which no standard library at hand has yet.
// needs: stub
// flags: -std=c++20
#include "stubs/std_execution.h"
