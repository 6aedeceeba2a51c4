// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// OpenCV's headers are heavy.
// needs: stub
// flags: -std=c++17
#include "stubs/opencv.h"
