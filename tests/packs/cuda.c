// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CUDA is not part of Debian.
// needs: stub
// flags: -std=c17
#include "stubs/cuda.h"
