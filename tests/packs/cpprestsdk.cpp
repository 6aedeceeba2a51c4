// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A stub with the names of rules/cpprestsdk.json: the library conflicts with the Boost that other packs need.
// needs: stub
// flags: -std=c++17
#include "stubs/cpprestsdk.h"
