// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of OpenSSL 3.0, for the names of the pack for TLS and BIOs.
//
// needs: libssl-dev
// absent: SSL_write_ex2: version 3.3
// absent: BIO_{s_dgram_mem,s_dgram_pair,new_bio_dgram_pair}: version 3.2
#include <openssl/bio.h>
#include <openssl/cmp.h>
#include <openssl/conf.h>
#include <openssl/http.h>
#include <openssl/ocsp.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
