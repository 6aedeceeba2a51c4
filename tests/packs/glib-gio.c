// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/glib-gio.json names.
// needs: libglib2.0-dev, libsoup-3.0-dev
// flags: pkg:gio-unix-2.0 pkg:libsoup-3.0 -std=c17
// absent: g_socket_receive_bytes: since GLib 2.80
// absent: g_socket_receive_bytes_from: since GLib 2.80
// absent: soup_session_send_and_splice: since libsoup 3.4
// absent: soup_session_send_message: libsoup 2.4
// absent: SoupSessionCallback: libsoup 2.4
#include <gio/gio.h>
#include <gio/gunixconnection.h>
#include <gio/gunixmounts.h>
#include <libsoup/soup.h>
