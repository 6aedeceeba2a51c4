// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of the pack photon.
// needs: stub
// flags: -std=c++20
#include "stubs/photon.h"
