// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One line that tells how far a scan is; on a terminal only.
#pragma once

#include <cstddef>
#include <string>

namespace stallhound {

class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more item is done.
  void step(const std::string& name);

 private:
  std::size_t total_;
  std::size_t done_ = 0;
  bool shown_;
};

}  // namespace stallhound
