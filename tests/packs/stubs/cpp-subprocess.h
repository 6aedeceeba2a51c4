// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of cpp-subprocess that rules/cpp-subprocess.json speaks about.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace subprocess {

class Buffer;

class Popen {
 public:
  template <class... Args>
  explicit Popen(const std::string& command, Args&&... options);
  template <class... Args>
  Popen(std::initializer_list<const char*> arguments, Args&&... options);
  int poll() noexcept(false);
  int wait() noexcept(false);
  std::pair<Buffer, Buffer> communicate(const char* message, std::size_t length);
  std::pair<Buffer, Buffer> communicate();
};

template <class... Args>
int call(const std::string& command, Args&&... options);
template <class... Args>
Buffer check_output(const std::string& command, Args&&... options);
template <class... Args>
Buffer pipeline(Args&&... commands);

}  // namespace subprocess
