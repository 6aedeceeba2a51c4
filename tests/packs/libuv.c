// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libuv.json names.
// needs: libuv1-dev
// flags: pkg:libuv -std=gnu17
#include <uv.h>
