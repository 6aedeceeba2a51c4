// needs: librabbitmq-dev
// flags: -std=c11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/rabbitmq-c.json names, in the headers of rabbitmq-c 0.11.
#include <amqp.h>
#include <amqp_framing.h>
