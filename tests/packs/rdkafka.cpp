// needs: librdkafka-dev
// flags: -std=c++17
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/rdkafka.json names, in the headers of librdkafka 2.
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafkacpp.h>
