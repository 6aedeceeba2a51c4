// needs: nginx-dev
// flags: -std=gnu11 -Istubs/nginx -I/usr/share/nginx/src/src/core -I/usr/share/nginx/src/src/event
// flags: -I/usr/share/nginx/src/src/http -I/usr/share/nginx/src/src/http/modules -I/usr/share/nginx/src/src/mail
// flags: -I/usr/share/nginx/src/src/os/unix -I/usr/share/nginx/src/src/stream
// absent: ngx_cache_{manager,loader}_process_handler: static, in ngx_process_cycle.c
// absent: ngx_cache_manager_process_cycle: static, too
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/nginx.json names, in the headers of nginx 1.22 with a configuration of our own.
#include <ngx_config.h>
// The configuration comes first.
#include <ngx_core.h>
#include <ngx_event.h>
#include <ngx_http.h>
#include <ngx_mail.h>
#include <ngx_stream.h>
