// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libssh2.json names.
// needs: libssh2-1-dev
// flags: -std=c17
#include <libssh2.h>
#include <libssh2_sftp.h>
