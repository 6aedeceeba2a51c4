// needs: libnghttp2-dev
// flags: -std=c11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/nghttp2.json names, in the header of nghttp2 1.52.
#include <nghttp2/nghttp2.h>
