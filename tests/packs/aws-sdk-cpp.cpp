// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of the AWS SDK for C++, for the names of its pack.
//
// needs: stub
#include "stubs/aws_s3.h"
