// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of concurrencpp, as far as its pack names it.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace concurrencpp {

struct executor_tag {};
class executor;
enum class result_status;

template <class T>
class result {
 public:
  T get();
  void wait();
  template <class Rep, class Period>
  result_status wait_for(std::chrono::duration<Rep, Period> time);
  template <class Clock, class Duration>
  result_status wait_until(std::chrono::time_point<Clock, Duration> time);
  auto resolve();
};

template <class T>
class shared_result {
 public:
  T& get();
  void wait();
  template <class Rep, class Period>
  result_status wait_for(std::chrono::duration<Rep, Period> time);
  template <class Clock, class Duration>
  result_status wait_until(std::chrono::time_point<Clock, Duration> time);
  auto resolve();
};

template <class T>
class lazy_result {
 public:
  auto resolve();
};

struct null_result {};

template <class T>
class generator;

template <class T, class... Arguments>
result<T> make_ready_result(Arguments&&... arguments);
template <class T, class Exception>
result<T> make_exceptional_result(Exception exception);

class executor {
 public:
  virtual void shutdown() = 0;
  template <class Function, class... Arguments>
  void post(Function&& function, Arguments&&... arguments);
  template <class Function, class... Arguments>
  auto submit(Function&& function, Arguments&&... arguments);
};

template <class Concrete>
class derivable_executor : public executor {
 public:
  template <class Function, class... Arguments>
  void post(Function&& function, Arguments&&... arguments);
  template <class Function, class... Arguments>
  auto submit(Function&& function, Arguments&&... arguments);
};

class inline_executor : public executor {};
class thread_pool_executor : public derivable_executor<thread_pool_executor> {
 public:
  void shutdown() override;
};
class thread_executor : public derivable_executor<thread_executor> {
 public:
  void shutdown() override;
};
class worker_thread_executor : public derivable_executor<worker_thread_executor> {
 public:
  void shutdown() override;
};

class manual_executor : public derivable_executor<manual_executor> {
 public:
  std::size_t loop(std::size_t count);
  bool loop_once();
  bool loop_once_for(std::chrono::milliseconds time);
  template <class Clock, class Duration>
  bool loop_once_until(std::chrono::time_point<Clock, Duration> time);
  std::size_t loop_for(std::size_t count, std::chrono::milliseconds time);
  template <class Clock, class Duration>
  std::size_t loop_until(std::size_t count, std::chrono::time_point<Clock, Duration> time);
  void wait_for_task();
  bool wait_for_task_for(std::chrono::milliseconds time);
  template <class Clock, class Duration>
  bool wait_for_task_until(std::chrono::time_point<Clock, Duration> time);
  void wait_for_tasks(std::size_t count);
  std::size_t wait_for_tasks_for(std::size_t count, std::chrono::milliseconds time);
  template <class Clock, class Duration>
  std::size_t wait_for_tasks_until(std::size_t count, std::chrono::time_point<Clock, Duration> time);
};

template <class Executor>
auto resume_on(std::shared_ptr<Executor> executor);
template <class Executor>
auto resume_on(Executor& executor);
template <class Executor, class... Results>
auto when_all(std::shared_ptr<Executor> executor, Results&&... results);
template <class Executor, class... Results>
auto when_any(std::shared_ptr<Executor> executor, Results&&... results);

class scoped_async_lock {
 public:
  lazy_result<void> lock(std::shared_ptr<executor> resume_executor);
};
class async_lock {
 public:
  lazy_result<scoped_async_lock> lock(std::shared_ptr<executor> resume_executor);
};
class async_condition_variable {
 public:
  lazy_result<void> await(std::shared_ptr<executor> resume_executor, scoped_async_lock& lock);
};

class timer_queue {
 public:
  void shutdown();
  template <class Function, class... Arguments>
  auto make_timer(std::chrono::milliseconds due, std::chrono::milliseconds every, std::shared_ptr<executor> executor,
                  Function&& function, Arguments&&... arguments);
  template <class Function, class... Arguments>
  auto make_one_shot_timer(std::chrono::milliseconds due, std::shared_ptr<executor> executor, Function&& function,
                           Arguments&&... arguments);
  lazy_result<void> make_delay_object(std::chrono::milliseconds due, std::shared_ptr<executor> executor);
};

struct runtime_options {
  std::function<void(std::string_view)> thread_started_callback;
  std::function<void(std::string_view)> thread_terminated_callback;
};
class runtime {
 public:
  ~runtime();
};

}  // namespace concurrencpp
