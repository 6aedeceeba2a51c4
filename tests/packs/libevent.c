// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libevent.json names.
// needs: libevent-dev
// flags: pkg:libevent -std=c17
// absent: bufferevent_socket_connect_hostname_hints: since libevent 2.2
#include <event.h>
#include <event2/buffer.h>
#include <event2/buffer_compat.h>
#include <event2/bufferevent.h>
#include <event2/dns.h>
#include <event2/dns_compat.h>
#include <event2/event.h>
#include <event2/event_compat.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <event2/rpc.h>
#include <event2/rpc_compat.h>
#include <event2/util.h>
