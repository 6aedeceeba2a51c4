// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linux sends the signal when the *thread* ends that made the child. Both users of this file wait for their children in
// the thread that made them, so that thread does not end before the child does.
#include "base/parent_death.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace stallhound {

void end_with_parent([[maybe_unused]] pid_t parent, [[maybe_unused]] int signal_number) {
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, signal_number);
  // A parent that ended before this call sends no signal any more; another process has adopted the child by now.
  if (::getppid() != parent) std::_Exit(1);
#endif
}

}  // namespace stallhound
