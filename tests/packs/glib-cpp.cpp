// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/glib-cpp.json names.
// needs: libglibmm-2.4-dev
// flags: pkg:giomm-2.4 -std=c++17
// absent: Glib::SignalProxy0::connect: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy0::connect_notify: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy1::connect: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy1::connect_notify: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy2::connect: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy2::connect_notify: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy3::connect: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy3::connect_notify: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy4::connect: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy4::connect_notify: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy5::connect: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy5::connect_notify: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy6::connect: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxy6::connect_notify: a class of its own up to glibmm 2.48
// absent: Glib::SignalProxyDetailed::connect: glibmm 2.68
// absent: Glib::SignalProxyDetailed::connect_notify: glibmm 2.68
// absent: sigc::group: up to libsigc++ 2.4
// absent: sigc::signal::connect: libsigc++ 3
// absent: sigc::signal_with_accumulator::connect: libsigc++ 3
// absent: sigc::trackable_signal_with_accumulator::connect: libsigc++ 3
#include <giomm.h>
#include <glibmm.h>
#include <sigc++/sigc++.h>
