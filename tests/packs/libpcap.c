// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libpcap.json names.
// needs: libpcap-dev
// flags: -std=c17 -D_DEFAULT_SOURCE
#include <pcap/pcap.h>
