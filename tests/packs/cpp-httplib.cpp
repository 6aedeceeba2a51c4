// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of cpp-httplib 0.11, for the names of its pack.
//
// needs: libcpp-httplib-dev, libssl-dev
// flags: -std=c++17 -DCPPHTTPLIB_OPENSSL_SUPPORT
// absent: httplib::{Client,ClientImpl}::set_max_timeout: version 0.18
// absent: httplib::Server::wait_until_ready: version 0.12
#include <httplib.h>
