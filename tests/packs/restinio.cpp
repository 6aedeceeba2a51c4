// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack restinio.
// needs: librestinio-dev
// flags: -std=c++17
#include <restinio/all.hpp>
#include <restinio/router/easy_parser_router.hpp>
#include <restinio/websocket/websocket.hpp>
