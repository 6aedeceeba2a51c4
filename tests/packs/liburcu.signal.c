// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/liburcu.json names.
// needs: liburcu-dev
// flags: -std=gnu17
#include <urcu/urcu-signal.h>
