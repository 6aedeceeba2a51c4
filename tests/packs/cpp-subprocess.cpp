// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Debian has no package of cpp-subprocess.
// needs: stub
// flags: -std=c++17
#include "stubs/cpp-subprocess.h"
