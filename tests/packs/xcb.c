// needs: libxcb1-dev, libxcb-util-dev, libxcb-icccm4-dev, libxcb-image0-dev, libxcb-keysyms1-dev, libxcb-cursor-dev, libxcb-xrm-dev
// flags: -std=gnu11
// absent: xcb_ewmh_init_atoms_replies: of libxcb-ewmh-dev
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/xcb.json names, in the headers of XCB 1.15.
#include <xcb/xcb.h>
// The connection comes first.
#include <xcb/xcb_aux.h>
#include <xcb/xcb_cursor.h>
#include <xcb/xcb_icccm.h>
#include <xcb/xcb_image.h>
#include <xcb/xcb_keysyms.h>
#include <xcb/xcb_xrm.h>
#include <xcb/xcbext.h>
