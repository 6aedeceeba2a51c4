// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lets one system call fail. Preloaded into the executable under test, it counts the calls that write, fork or map,
// in the process and in those that it forks, and lets number STALLHOUND_FAULT_AT fail with STALLHOUND_FAULT_ERRNO.
// The name of that call goes to the file STALLHOUND_FAULT_LOG. Programs that are executed are left alone.
//
// Calls that glibc makes by itself, such as those of its streams, do not come by here.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long* calls;  // Shared with forked processes.
static long fail_at;
static int fail_with;
static int log_file = -1;

__attribute__((constructor)) static void set_up(void) {
  const char* at = getenv("STALLHOUND_FAULT_AT");
  const char* with = getenv("STALLHOUND_FAULT_ERRNO");
  const char* log = getenv("STALLHOUND_FAULT_LOG");
  unsetenv("LD_PRELOAD");
  if (at == NULL || with == NULL || log == NULL) return;
  fail_with = atoi(with);
  log_file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  void* page = (void*)syscall(SYS_mmap, NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) abort();
  calls = page;
  fail_at = atol(at);
}

// Whether this call is the one that fails.
static int fails(const char* name) {
  if (fail_at == 0 || atomic_fetch_add(calls, 1) + 1 != fail_at) return 0;
  syscall(SYS_write, log_file, name, strlen(name));
  errno = fail_with;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static mode_t mode_of(int flags, va_list list) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
}

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY; }

#define OPEN(name)                                            \
  int name(const char* path, int flags, ...) {                \
    va_list list;                                             \
    va_start(list, flags);                                    \
    const mode_t mode = mode_of(flags, list);                 \
    va_end(list);                                             \
    if (writes(flags) && fails("open")) return -1;            \
    return REAL(name)(path, flags, mode);                     \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                          \
  int name(int folder, const char* path, int flags, ...) {    \
    va_list list;                                             \
    va_start(list, flags);                                    \
    const mode_t mode = mode_of(flags, list);                 \
    va_end(list);                                             \
    if (writes(flags) && fails("open")) return -1;            \
    return REAL(name)(folder, path, flags, mode);             \
  }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(name)                                                                \
  FILE* name(const char* path, const char* mode) {                                 \
    if (strpbrk(mode, "wa+") != NULL && fails("open")) return NULL;                \
    return REAL(name)(path, mode);                                                 \
  }
FOPEN(fopen)
FOPEN(fopen64)

#define FORWARD(result, failure, name, parameters, arguments) \
  result name parameters {                                    \
    if (fails(#name)) return failure;                         \
    return REAL(name) arguments;                              \
  }
FORWARD(ssize_t, -1, write, (int file, const void* bytes, size_t size), (file, bytes, size))
FORWARD(ssize_t, -1, writev, (int file, const struct iovec* parts, int count), (file, parts, count))
FORWARD(ssize_t, -1, pwrite, (int file, const void* bytes, size_t size, off_t at), (file, bytes, size, at))
FORWARD(int, -1, rename, (const char* from, const char* to), (from, to))
FORWARD(int, -1, unlink, (const char* path), (path))
FORWARD(int, -1, mkdir, (const char* path, mode_t mode), (path, mode))
FORWARD(int, -1, linkat, (int a, const char* from, int b, const char* to, int flags), (a, from, b, to, flags))
FORWARD(int, -1, ftruncate, (int file, off_t size), (file, size))
FORWARD(int, -1, fsync, (int file), (file))
FORWARD(pid_t, -1, fork, (void), ())
FORWARD(int, -1, pipe, (int ends[2]), (ends))
FORWARD(int, -1, pipe2, (int ends[2], int flags), (ends, flags))
FORWARD(void*, MAP_FAILED, mmap, (void* at, size_t size, int rights, int flags, int file, off_t from),
        (at, size, rights, flags, file, from))
FORWARD(void*, MAP_FAILED, mmap64, (void* at, size_t size, int rights, int flags, int file, off64_t from),
        (at, size, rights, flags, file, from))

// A close that fails has closed the file all the same.
int close(int file) {
  const int failed = fails("close");
  const int result = (int)syscall(SYS_close, file);
  if (!failed) return result;
  errno = fail_with;
  return -1;
}
