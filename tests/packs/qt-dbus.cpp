// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack qt-dbus.
// needs: qt6-base-dev
// flags: pkg:Qt6DBus -fPIC -std=c++20
#include <QtDBus/QtDBus>
