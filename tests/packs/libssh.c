// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of libssh 0.10, for the names of its pack.
//
// needs: libssh-dev
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>
#include <libssh/sftp.h>
