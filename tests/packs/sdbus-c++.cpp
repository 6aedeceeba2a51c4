// needs: libsdbus-c++-dev
// flags: -std=c++17 pkg:sdbus-c++
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/sdbus-c++.json names, in the headers of sdbus-c++ 1.2.
#include <sdbus-c++/sdbus-c++.h>

// absent: sdbus::IProxy::getAllProperties: from 2.0 on
// absent: sdbus::MethodVTableItem::implementedAs: from 2.0 on
// absent: sdbus::PropertyVTableItem::withGetter: from 2.0 on
// absent: sdbus::PropertyVTableItem::withSetter: from 2.0 on
// absent: sdbus::AsyncPropertyGetter::uponReplyInvoke: from 2.0 on
// absent: sdbus::AsyncPropertySetter::uponReplyInvoke: from 2.0 on
// absent: sdbus::AsyncAllPropertiesGetter::uponReplyInvoke: from 2.0 on
