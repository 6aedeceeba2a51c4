// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/concurrentqueue.json names.
// needs: libconcurrentqueue-dev, libreaderwriterqueue-dev
// flags: -std=c++17
#include <concurrentqueue/blockingconcurrentqueue.h>
#include <readerwriterqueue/readerwritercircularbuffer.h>
#include <readerwriterqueue/readerwriterqueue.h>
