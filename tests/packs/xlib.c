// needs: libx11-dev
// flags: -std=gnu11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/xlib.json names, in the headers of Xlib 1.8.
#include <X11/Xlib.h>
// The display comes first.
#include <X11/Xresource.h>
#include <X11/Xutil.h>
