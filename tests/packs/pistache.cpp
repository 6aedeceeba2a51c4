// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack pistache.
// needs: libpistache-dev
// flags: -std=c++17
#include <pistache/client.h>
#include <pistache/endpoint.h>
#include <pistache/reactor.h>
#include <pistache/router.h>
