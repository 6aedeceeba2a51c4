// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A child process does not outlive its parent.
#pragma once

#include <sys/types.h>

namespace stallhound {

/// To be called first in a child process: lets the system send `signal_number` to it when `parent` ends, whatever ends
/// it. `parent` is the parent's id as it was before the fork. Does nothing on systems that offer no such service.
void end_with_parent(pid_t parent, int signal_number);

}  // namespace stallhound
