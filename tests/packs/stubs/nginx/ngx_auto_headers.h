// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stands in for the header of this name that nginx's configure writes: which system headers there are.
#pragma once

#define NGX_LINUX 1
#define NGX_HAVE_UNISTD_H 1
#define NGX_HAVE_INTTYPES_H 1
#define NGX_HAVE_LIMITS_H 1
#define NGX_HAVE_SYS_PRCTL_H 1
#define NGX_HAVE_SYS_VFS_H 1
