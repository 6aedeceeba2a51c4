// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/gnutls.json names.
// needs: libgnutls28-dev
// flags: pkg:gnutls -std=c17
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/dtls.h>
#include <gnutls/gnutls.h>
#include <gnutls/openpgp.h>
#include <gnutls/x509.h>
