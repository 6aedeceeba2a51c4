// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/glog.json names.
// needs: libgoogle-glog-dev
// flags: -std=c++17
#include <glog/logging.h>
#include <glog/raw_logging.h>
