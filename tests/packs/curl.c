// needs: libcurl4-openssl-dev
// flags: -std=c11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/curl.json names, in the headers of libcurl 7.88.
#include <curl/curl.h>
