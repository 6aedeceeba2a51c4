// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libssh.json names.
// needs: libssh-dev
// flags: -std=c17
#include <libssh/libssh.h>
#include <libssh/server.h>
#include <libssh/sftp.h>
