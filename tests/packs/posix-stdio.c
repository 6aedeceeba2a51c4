// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/posix-stdio.json names.
// needs: libc6-dev
// flags: -std=c17 -D_GNU_SOURCE
// absent: gets: not declared since C11
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include <wchar.h>
