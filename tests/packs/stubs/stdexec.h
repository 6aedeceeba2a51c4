// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of stdexec, as far as its pack names it. Algorithms are objects. The second half stands in the namespaces
// experimental::execution and exec, which older releases use, with other names inside.
#pragma once

namespace stdexec {

struct starts_on_t {
  template <class Scheduler, class Sender>
  auto operator()(Scheduler&& scheduler, Sender&& sender) const;
};
inline constexpr starts_on_t starts_on{};
inline constexpr starts_on_t start_on{};

struct on_t {
  template <class Scheduler, class Sender>
  auto operator()(Scheduler&& scheduler, Sender&& sender) const;
  template <class Sender, class Scheduler, class Closure>
  auto operator()(Sender&& sender, Scheduler&& scheduler, Closure&& closure) const;
};
inline constexpr on_t on{};

struct execute_t {
  template <class Scheduler, class Function>
  void operator()(Scheduler&& scheduler, Function&& function) const;
};
inline constexpr execute_t execute{};

struct sync_wait_t {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
inline constexpr sync_wait_t sync_wait{};
struct sync_wait_with_variant_t {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
inline constexpr sync_wait_with_variant_t sync_wait_with_variant{};

namespace __sync_wait {
struct sync_wait_t {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
struct sync_wait_with_variant_t {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
}  // namespace __sync_wait

namespace __run_loop {
class __run_loop_base {
 public:
  void run() noexcept;
};
}  // namespace __run_loop
class run_loop : public __run_loop::__run_loop_base {
 public:
  class scheduler;
};
namespace __loop {
class run_loop {
 public:
  class __scheduler;
  void run();
};
}  // namespace __loop

class parallel_scheduler;

template <class T>
class task;

}  // namespace stdexec

namespace experimental::execution {

namespace __task {
template <class T, class Context>
class basic_task;
struct __reschedule_coroutine_on_t {
  template <class Scheduler>
  auto operator()(Scheduler scheduler) const;
};
}  // namespace __task
template <class T>
using task = __task::basic_task<T, int>;
inline constexpr __task::__reschedule_coroutine_on_t reschedule_coroutine_on{};

struct on_t {
  template <class Scheduler, class Sender>
  auto operator()(Scheduler&& scheduler, Sender&& sender) const;
};
inline constexpr on_t on{};
struct execute_t {
  template <class Scheduler, class Function>
  void operator()(Scheduler&& scheduler, Function&& function) const;
};
inline constexpr execute_t execute{};

namespace _pool_ {
class _static_thread_pool {
 public:
  class scheduler;
  ~_static_thread_pool();
};
}  // namespace _pool_
class static_thread_pool : private _pool_::_static_thread_pool {
 public:
  ~static_thread_pool();
};

namespace __io_uring {
class __scheduler;
class __context {
 public:
  void run_until_stopped();
  void run_until_empty();
};
}  // namespace __io_uring

class single_thread_context {
 public:
  ~single_thread_context();
  auto get_scheduler() noexcept;
};
class timed_thread_scheduler;
class timed_thread_context {
 public:
  ~timed_thread_context();
};

}  // namespace experimental::execution

namespace exec {

namespace __task {
template <class T, class Context>
class basic_task;
struct __reschedule_coroutine_on {
  template <class Scheduler>
  auto operator()(Scheduler scheduler) const;
};
}  // namespace __task
template <class T>
using task = __task::basic_task<T, int>;
inline constexpr __task::__reschedule_coroutine_on reschedule_coroutine_on{};

struct algorithm {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
inline constexpr algorithm on{};
inline constexpr algorithm create{};
inline constexpr algorithm finally{};
inline constexpr algorithm repeat_n{};
inline constexpr algorithm sequence{};
inline constexpr algorithm when_any{};

namespace _pool_ {
class static_thread_pool_ {
 public:
  class scheduler;
  ~static_thread_pool_();
};
}  // namespace _pool_
class static_thread_pool : private _pool_::static_thread_pool_ {
 public:
  ~static_thread_pool();
};

namespace __io_uring {
class __scheduler;
class __context {
 public:
  void run_until_stopped();
  void run_until_empty();
};
}  // namespace __io_uring

class single_thread_context {
 public:
  ~single_thread_context();
  auto get_scheduler() noexcept;
};
class system_scheduler;
class timed_thread_scheduler;
class timed_thread_context {
 public:
  ~timed_thread_context();
};

}  // namespace exec
