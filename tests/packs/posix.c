// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/posix.json names.
// needs: libc6-dev
// flags: -std=c17 -D_GNU_SOURCE
// absent: kevent: BSD and macOS
// absent: __res_query: what the macro res_query stood for before glibc 2.34
// absent: __res_search: what the macro res_search stood for before glibc 2.34
// absent: __res_nquery: what the macro res_nquery stood for before glibc 2.34
// absent: __res_nsearch: what the macro res_nsearch stood for before glibc 2.34
// absent: __res_send: what the macro res_send stood for before glibc 2.34
// absent: __res_nsend: what the macro res_nsend stood for before glibc 2.34
// absent: bsd_signal: not in POSIX since 2008
#include <dirent.h>
#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <ifaddrs.h>
#include <mntent.h>
#include <mqueue.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <pwd.h>
#include <resolv.h>
#include <sched.h>
#include <semaphore.h>
#include <shadow.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/msg.h>
#include <sys/random.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <syslog.h>
#include <threads.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#include <utmp.h>
#include <wordexp.h>
