// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Debian has no package of Taskflow.
// needs: stub
// flags: -std=c++20
// absent: tf::Subflow::async: up to Taskflow 3.2
// absent: tf::Subflow::silent_async: up to Taskflow 3.2
// absent: tf::Runtime::corun_until: Taskflow 3.3 to 3.8
// absent: tf::Runtime::join: Taskflow 3.3 to 3.8
#include "stubs/taskflow.h"
