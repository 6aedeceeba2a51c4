// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A thread is the portable way to a stack of one's own. LLVM's threads end the program if the stack cannot be had,
// which a limit on address space (`ulimit -v`) brings about; here a smaller one is tried then.
#include "base/large_stack.h"

#include <pthread.h>
#include <signal.h>

#include <array>
#include <cstddef>

namespace stallhound {
namespace {

constexpr std::size_t largest = std::size_t{1} << 30;
constexpr std::size_t smallest = std::size_t{1} << 24;

/// A signal handler that is to say that a stack has overflowed needs another one; each thread has its own.
void* run(void* work) {
  std::array<char, 64 * 1024> handlers{};
  const stack_t alternative{.ss_sp = handlers.data(), .ss_flags = 0, .ss_size = handlers.size()};
  ::sigaltstack(&alternative, nullptr);
  (*static_cast<const std::function<void()>*>(work))();
  const stack_t none{.ss_sp = nullptr, .ss_flags = SS_DISABLE, .ss_size = 0};
  ::sigaltstack(&none, nullptr);
  return nullptr;
}

bool run_on_stack(std::size_t size, const std::function<void()>& work) {
  pthread_attr_t attributes;
  if (::pthread_attr_init(&attributes) != 0) return false;
  pthread_t thread{};
  const bool started = ::pthread_attr_setstacksize(&attributes, size) == 0 &&
                       ::pthread_create(&thread, &attributes, run, const_cast<std::function<void()>*>(&work)) == 0;
  ::pthread_attr_destroy(&attributes);
  if (started) ::pthread_join(thread, nullptr);
  return started;
}

}  // namespace

void run_on_large_stack(const std::function<void()>& work) {
  for (auto size = largest; size >= smallest; size /= 2) {
    if (run_on_stack(size, work)) return;
  }
  work();
}

}  // namespace stallhound
