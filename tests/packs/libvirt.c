// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of libvirt, for the names of its pack.
//
// needs: libvirt-dev
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
