// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libusb.json names.
// needs: libusb-1.0-0-dev
// flags: pkg:libusb-1.0 -std=c17
#include <libusb.h>
