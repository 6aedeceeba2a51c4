// needs: stub
// flags: -std=c11
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What rules/qemu.json names, in a header of our own.
#include "stubs/qemu.h"

// absent: qemu_bh_new: a function in old versions, a macro over qemu_bh_new_full in new ones
// absent: aio_bh_new: a function in old versions, a macro over aio_bh_new_full in new ones
// absent: aio_bh_schedule_oneshot: a function in old versions, a macro in new ones
// absent: qemu_cond_wait_iothread: named qemu_cond_wait_bql from 9.0 on
// absent: qemu_cond_timedwait_iothread: named qemu_cond_timedwait_bql from 9.0 on
