// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of libssh2 1.10, for the names of its pack.
//
// needs: libssh2-1-dev
// absent: libssh2_channel_{direct_streamlocal_ex,signal_ex}: version 1.11
// absent: libssh2_sftp_{open_ex_r,posix_rename_ex}: version 1.11
// absent: libssh2_session_callback_set2: version 1.11
#include <libssh2.h>
#include <libssh2_publickey.h>
#include <libssh2_sftp.h>
