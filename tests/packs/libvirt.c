// needs: libvirt-dev
// flags: -std=c11 pkg:libvirt
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/libvirt.json names, in the headers of libvirt 9.0.
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
