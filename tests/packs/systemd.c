// needs: libsystemd-dev
// flags: -std=gnu11 -DSD_JOURNAL_SUPPRESS_LOCATION
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/systemd.json names, in the headers of systemd 252.
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>
#include <systemd/sd-journal.h>
