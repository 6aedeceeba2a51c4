// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/readline.json names.
// needs: libreadline-dev
// flags: -std=c17
#include <readline/history.h>
#include <readline/readline.h>
#include <stdio.h>
