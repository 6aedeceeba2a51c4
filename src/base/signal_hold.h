// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file is there whole or not at all, and no temporary file stays, even if the user ends the program meanwhile.
#pragma once

#include <signal.h>

namespace stallhound {

/// While it lives, the signals by which users end a program (Ctrl-C, kill, a closed terminal) wait. For steps that are
/// short by nature, such as writing a file and renaming it.
class SignalHold {
 public:
  SignalHold() {
    sigset_t held;
    ::sigemptyset(&held);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) ::sigaddset(&held, number);
    ::pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalHold() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalHold(const SignalHold&) = delete;
  SignalHold& operator=(const SignalHold&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace stallhound
