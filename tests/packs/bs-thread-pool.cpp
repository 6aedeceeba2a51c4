// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Debian has no package of BS::thread_pool.
// needs: stub
// flags: -std=c++20
// absent: BS::thread_pool::push_task: version 3
// absent: BS::thread_pool::submit: version 3
// absent: BS::thread_pool::push_loop: version 3
// absent: BS::thread_pool::parallelize_loop: version 3
// absent: BS::thread_pool::wait_for_tasks: version 3
// absent: BS::thread_pool::wait_for_tasks_duration: version 3
// absent: BS::thread_pool::wait_for_tasks_until: version 3
#include "stubs/bs-thread-pool.h"
