// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/gdk-pixbuf.json names.
// needs: libgdk-pixbuf-2.0-dev
// flags: pkg:gdk-pixbuf-2.0 -std=c17
#include <gdk-pixbuf/gdk-pixbuf.h>
