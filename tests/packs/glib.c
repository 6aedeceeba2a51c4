// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/glib.json names.
// needs: libglib2.0-dev
// flags: pkg:gobject-2.0 -std=c17 -DG_STDIO_WRAP_ON_UNIX
#include <glib-object.h>
#include <glib-unix.h>
#include <glib.h>
#include <glib/gstdio.h>
