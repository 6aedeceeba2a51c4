// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/systemd-journal.json names.
// needs: libsystemd-dev
// flags: -std=c17 -DSD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>
