// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of librados 16, for the names of its pack.
//
// needs: librados-dev, libradospp-dev
#include <rados/librados.h>
#include <rados/librados.hpp>
