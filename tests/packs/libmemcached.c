// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of libmemcached, for the names of its pack.
//
// needs: libmemcached-dev
#include <libmemcached/memcached.h>
