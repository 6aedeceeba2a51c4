// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/kj.json names.
// needs: libcapnp-dev
// flags: -std=c++17
#include <capnp/capability.h>
#include <capnp/serialize-packed.h>
#include <capnp/serialize.h>
#include <kj/async-io.h>
#include <kj/async-unix.h>
#include <kj/async.h>
#include <kj/compat/http.h>
#include <kj/filesystem.h>
#include <kj/io.h>
#include <kj/mutex.h>
#include <kj/thread.h>
