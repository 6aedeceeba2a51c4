// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of GnuTLS 3.7, for the names of its pack.
//
// needs: libgnutls28-dev
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
