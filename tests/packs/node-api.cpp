// needs: libnode-dev
// flags: -std=c++17 -I/usr/include/node -I/usr/include/nodejs/src
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/node-api.json names, in the headers of Node.js 18 or later.
#include <node_api.h>
#include <v8.h>

// From Node.js 22 on it is declared there; a repeated typedef does no harm.
typedef napi_finalize node_api_basic_finalize;

// absent: Nan::FunctionCallbackInfo: declared by nan, an older layer over v8
// absent: Nan::PropertyCallbackInfo: declared by nan, an older layer over v8
