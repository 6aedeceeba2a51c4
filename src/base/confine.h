// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The second line of defence of a process that reads what strangers wrote.
#pragma once

namespace stallhound {

/// From here on, this process and its children can start no program: the attempt fails with EPERM. Cannot be undone.
/// Returns whether the system has granted it; on systems other than Linux on x86-64 and AArch64 it never does.
bool forbid_programs();

}  // namespace stallhound
