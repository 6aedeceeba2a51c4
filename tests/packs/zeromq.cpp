// needs: libzmq3-dev, cppzmq-dev
// flags: -std=c++17 -DZMQ_BUILD_DRAFT_API
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/zeromq.json names, in the headers of libzmq 4.3 and cppzmq 4.9.
#include <zmq.h>
#include <zmq.hpp>
#include <zmq_addon.hpp>

// absent: zmq_ppoll: from 4.3.5 on
