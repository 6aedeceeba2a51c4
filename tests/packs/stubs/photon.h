// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of PhotonLibOS, as far as the pack names it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace photon {

class thread;
thread* thread_create(void* (*start)(void*), void* argument, std::uint64_t stack = 0);
template <class Function, class... Arguments>
thread* thread_create11(Function function, Arguments&&... arguments);
template <class Function, class... Arguments>
thread* thread_create11(std::uint64_t stack, Function function, Arguments&&... arguments);

class Timer {
 public:
  Timer(std::uint64_t timeout, std::uint64_t (*on_timer)(void*), bool repeating = true);
};

class WorkPool {
 public:
  template <class Function, class... Arguments>
  void call(Function&& function, Arguments&&... arguments);
  template <class Task>
  void async_call(Task* task);
};

}  // namespace photon
