// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stands in for the header of this name that nginx's configure writes: a 64-bit Linux with threads, HTTP and streams.
#pragma once

#define NGX_PTR_SIZE 8
#define NGX_SIG_ATOMIC_T_SIZE 4
#define NGX_SIZE_T_LEN (sizeof("-9223372036854775808") - 1)
#define NGX_TIME_T_LEN (sizeof("-9223372036854775808") - 1)
#define NGX_OFF_T_LEN (sizeof("-9223372036854775808") - 1)
#define NGX_MAX_SIZE_T_VALUE 9223372036854775807LL
#define NGX_MAX_OFF_T_VALUE 9223372036854775807LL
#define NGX_MAX_TIME_T_VALUE 9223372036854775807LL
#define NGX_TIME_T_SIZE 8
#define NGX_CPU_CACHE_LINE 64
#define NGX_HAVE_LITTLE_ENDIAN 1
#define NGX_HAVE_GCC_ATOMIC 1
#define NGX_HAVE_NONALIGNED 1
#define NGX_KQUEUE_UDATA_T

#define NGX_HAVE_EPOLL 1
#define NGX_HAVE_EPOLLRDHUP 1
#define NGX_HAVE_POLL 1
#define NGX_HAVE_UNIX_DOMAIN 1
#define NGX_HAVE_O_PATH 1
#define NGX_THREADS 1
#define NGX_HTTP 1
#define NGX_HTTP_CACHE 1
#define NGX_STREAM 1

#define NGX_PREFIX "/usr/share/nginx/"
#define NGX_CONF_PREFIX "/etc/nginx/"
#define NGX_CONF_PATH "/etc/nginx/nginx.conf"
#define NGX_PID_PATH "/run/nginx.pid"
#define NGX_LOCK_PATH "/run/nginx.lock"
#define NGX_ERROR_LOG_PATH "/var/log/nginx/error.log"
#define NGX_HTTP_LOG_PATH "/var/log/nginx/access.log"
#define NGX_USER "www-data"
#define NGX_GROUP "www-data"
