// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace stallhound {

Progress::Progress(std::size_t total) : total_(total), shown_(::isatty(STDERR_FILENO) != 0 && total > 1) {}

Progress::~Progress() {
  if (shown_ && done_ > 0) fmt::print(stderr, "\r\033[K");
}

void Progress::step(const std::string& name) {
  ++done_;
  if (!shown_) return;
  const auto slash = name.rfind('/');
  fmt::print(stderr, "\r\033[K[{}/{}] {:.60}", done_, total_,
             slash == std::string::npos ? name : name.substr(slash + 1));
  std::fflush(stderr);
}

}  // namespace stallhound
