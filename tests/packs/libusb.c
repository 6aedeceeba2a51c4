// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of libusb, for the names of its pack.
//
// needs: libusb-1.0-0-dev
// absent: libusb_init_context: version 1.0.27
#include <libusb-1.0/libusb.h>
