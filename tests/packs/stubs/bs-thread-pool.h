// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of BS::thread_pool 5 that rules/bs-thread-pool.json speaks about.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <vector>

namespace BS {

template <class T>
class multi_future : public std::vector<std::future<T>> {
 public:
  auto get();
  void wait() const;
  template <class Rep, class Period>
  bool wait_for(const std::chrono::duration<Rep, Period>& time) const;
  template <class Clock, class Duration>
  bool wait_until(const std::chrono::time_point<Clock, Duration>& time) const;
};

template <std::uint8_t Options = 0>
class thread_pool {
 public:
  thread_pool();
  explicit thread_pool(std::size_t threads);
  template <class F>
  thread_pool(std::size_t threads, F&& init);
  ~thread_pool() noexcept;

  template <class F>
  void detach_task(F&& task, int priority = 0);
  template <class I>
  void detach_bulk(I first, I last, int priority = 0);
  template <class First, class Last, class F>
  void detach_loop(First first, Last last, F&& loop, std::size_t blocks = 0, int priority = 0);
  template <class First, class Last, class F>
  void detach_blocks(First first, Last last, F&& block, std::size_t blocks = 0, int priority = 0);
  template <class First, class Last, class F>
  void detach_sequence(First first, Last last, F&& sequence, int priority = 0);

  template <class F>
  auto submit_task(F&& task, int priority = 0);
  template <class I>
  auto submit_bulk(I first, I last, int priority = 0);
  template <class First, class Last, class F>
  multi_future<void> submit_loop(First first, Last last, F&& loop, std::size_t blocks = 0, int priority = 0);
  template <class First, class Last, class F>
  auto submit_blocks(First first, Last last, F&& block, std::size_t blocks = 0, int priority = 0);
  template <class First, class Last, class F>
  auto submit_sequence(First first, Last last, F&& sequence, int priority = 0);

  void reset();
  void reset(std::size_t threads);
  template <class F>
  void set_cleanup_func(F&& cleanup);
  void wait();
  template <class Rep, class Period>
  bool wait_for(const std::chrono::duration<Rep, Period>& time);
  template <class Clock, class Duration>
  bool wait_until(const std::chrono::time_point<Clock, Duration>& time);
};

class synced_stream {
 public:
  template <class... T>
  void print(const T&... items);
  template <class... T>
  void println(T&&... items);
};

}  // namespace BS
