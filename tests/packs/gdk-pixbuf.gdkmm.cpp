// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The classes of gdkmm that rules/gdk-pixbuf.json names.
// needs: libgtkmm-3.0-dev
// flags: pkg:gdkmm-3.0 -std=c++17
#include <gdkmm/pixbuf.h>
#include <gdkmm/pixbufanimation.h>
