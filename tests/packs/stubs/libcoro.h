// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of libcoro, as far as its pack names it, in its present form and in the older one with io_scheduler.
#pragma once
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

namespace coro {

template <class T = void>
class task;
template <class T>
class generator;

enum class poll_op;
enum class poll_status;
using time_point = std::chrono::steady_clock::time_point;

class thread_pool {
 public:
  struct options {
    std::function<void(std::size_t)> on_thread_start_functor;
    std::function<void(std::size_t)> on_thread_stop_functor;
  };
  class schedule_operation;
  virtual ~thread_pool();
  schedule_operation schedule();
  template <class T>
  task<T> schedule(task<T> work);
  schedule_operation yield();
  bool spawn(task<void>&& work);
  bool spawn_detached(task<void>&& work);
  task<void> spawn_joinable(task<void>&& work);
  void shutdown();
};

class scheduler {
 public:
  class schedule_operation;
  virtual ~scheduler();
  std::size_t process_events(std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  schedule_operation schedule();
  template <class Rep, class Period>
  task<void> schedule_after(std::chrono::duration<Rep, Period> delay);
  task<void> schedule_at(time_point time);
  schedule_operation yield();
  template <class Rep, class Period>
  task<void> yield_for(std::chrono::duration<Rep, Period> delay);
  task<void> yield_until(time_point time);
  task<poll_status> poll(int descriptor, poll_op operation, std::chrono::milliseconds timeout);
  void shutdown();
};

class io_scheduler {
 public:
  class schedule_operation;
  virtual ~io_scheduler();
  std::size_t process_events(std::chrono::milliseconds timeout = std::chrono::milliseconds{0});
  schedule_operation schedule();
  task<void> schedule_after(std::chrono::milliseconds delay);
  task<void> schedule_at(time_point time);
  schedule_operation yield();
  task<void> yield_for(std::chrono::milliseconds delay);
  task<void> yield_until(time_point time);
  task<poll_status> poll(int descriptor, poll_op operation, std::chrono::milliseconds timeout);
  void shutdown();
};

template <class Executor>
class task_group {
 public:
  task_group(std::unique_ptr<Executor>& executor, task<void>&& work);
  bool start(task<void>&& work);
};

template <class Executor>
class task_container {
 public:
  void start(task<void>&& work);
};

template <class Awaitable>
decltype(auto) sync_wait(Awaitable&& awaitable);

namespace net::tls {
enum class tls_file_type;
enum class verify_peer_t;
class context {
 public:
  explicit context(verify_peer_t verify);
  context(std::filesystem::path certificate, tls_file_type certificate_type, std::filesystem::path key,
          tls_file_type key_type, verify_peer_t verify);
};
}  // namespace net::tls

}  // namespace coro
