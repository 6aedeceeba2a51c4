// needs: libnng-dev
// flags: -std=c11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/nng.json names, in the headers of nng 1.5.
#include <nng/nng.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/util/platform.h>
