// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A filter of system calls in the kernel's own small language (BPF): it looks at the architecture and the number of
// each call and refuses those that replace a process by another program.
#include "base/confine.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#endif

namespace stallhound {

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

bool forbid_programs() {
#ifdef __x86_64__
  constexpr unsigned architecture = AUDIT_ARCH_X86_64;
  constexpr unsigned other_numbers = 0x40000000;  // The x32 calls have numbers of their own, from here on.
#else
  constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
  constexpr unsigned other_numbers = 0xffffffff;
#endif
  constexpr unsigned refuse = SECCOMP_RET_ERRNO | EPERM;
  // A jump counts the instructions that it skips if its condition holds, then if it does not.
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 0, 4),  // Calls of another architecture are refused as well.
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, other_numbers, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_execve, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_execveat, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, refuse),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{sizeof program / sizeof *program, program};
  // Without this promise, only root may install a filter.
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

#else

bool forbid_programs() { return false; }

#endif

}  // namespace stallhound
