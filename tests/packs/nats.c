// needs: libnats-dev
// flags: -std=c11 -DNATS_HAS_STREAMING=1
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/nats.json names, in the headers of the NATS client 3.4.
#include <nats/nats.h>
