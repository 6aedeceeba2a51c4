// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/opencl.json names.
// needs: opencl-c-headers
// flags: -std=c17 -DCL_TARGET_OPENCL_VERSION=300
#include <CL/cl.h>
