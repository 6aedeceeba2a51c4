// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of the Oracle Call Interface, for the names of its pack.
//
// needs: stub
#include "stubs/oci.h"
