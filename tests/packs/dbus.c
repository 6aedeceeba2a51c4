// needs: libdbus-1-dev
// flags: -std=c11 pkg:dbus-1
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/dbus.json names, in the headers of libdbus 1.14.
#include <dbus/dbus.h>
