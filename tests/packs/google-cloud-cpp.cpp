// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of Google's cloud clients, for the names of its pack.
//
// needs: stub
#include "stubs/google_cloud.h"
