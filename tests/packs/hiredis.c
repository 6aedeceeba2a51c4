// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of hiredis 0.14, for the names of the synchronous pack.
//
// needs: libhiredis-dev
// absent: redisConnectWithOptions: version 1.0
// absent: redis{InitiateSSL,InitiateSSLWithContext,CreateSSLContext,CreateSSLContextWithOptions}: hiredis_ssl.h of version 1.0
#include <hiredis/hiredis.h>
