// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of libunifex, as far as its pack names it. Algorithms are objects, some in a namespace of their own.
#pragma once

namespace unifex {

namespace _task {
template <class T, bool NoThrow>
struct _task {
  class type;
};
template <class T, bool NoThrow>
struct _sa_task {
  class type;
};
}  // namespace _task
template <class T>
using task = typename _task::_task<T, false>::type;
template <class T>
using nothrow_task = typename _task::_task<T, true>::type;
template <class T>
using sa_task = typename _task::_sa_task<T, false>::type;

namespace _schedule {
struct _fn {
  auto operator()() const noexcept;
  template <class Scheduler>
  auto operator()(Scheduler&& scheduler) const noexcept;
};
}  // namespace _schedule
inline constexpr _schedule::_fn schedule{};

namespace _on {
inline const struct _fn {
  template <class Scheduler, class Sender>
  auto operator()(Scheduler&& scheduler, Sender&& sender) const;
} on{};
}  // namespace _on
using _on::on;

namespace _execute_cpo {
struct _fn {
  template <class Scheduler, class Function>
  void operator()(Scheduler&& scheduler, Function&& function) const;
};
}  // namespace _execute_cpo
inline constexpr _execute_cpo::_fn execute{};

namespace _sync_wait_cpo {
struct _fn {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
}  // namespace _sync_wait_cpo
inline constexpr _sync_wait_cpo::_fn sync_wait{};

namespace _sync_wait_r_cpo {
template <class Result>
struct _fn {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
}  // namespace _sync_wait_r_cpo
template <class Result>
inline constexpr _sync_wait_r_cpo::_fn<Result> sync_wait_r{};

namespace _filesystem {
inline constexpr struct open_file_read_only_cpo {
  template <class Scheduler, class Path>
  auto operator()(Scheduler&& scheduler, const Path& path) const;
} open_file_read_only{};
inline constexpr struct open_file_write_only_cpo {
  template <class Scheduler, class Path>
  auto operator()(Scheduler&& scheduler, const Path& path) const;
} open_file_write_only{};
inline constexpr struct open_file_read_write_cpo {
  template <class Scheduler, class Path>
  auto operator()(Scheduler&& scheduler, const Path& path) const;
} open_file_read_write{};
}  // namespace _filesystem

namespace _manual_event_loop {
class context {
 public:
  class scheduler {};
  scheduler get_scheduler();
  void run();
};
}  // namespace _manual_event_loop

namespace _static_thread_pool {
class context {
 public:
  class scheduler {};
  ~context();
  scheduler get_scheduler() noexcept;
};
}  // namespace _static_thread_pool

namespace _single_thread {
class context {
 public:
  ~context();
  _manual_event_loop::context::scheduler get_scheduler() noexcept;
};
}  // namespace _single_thread

namespace _new_thread {
class context {
 public:
  class scheduler {};
  ~context();
  scheduler get_scheduler() noexcept;
};
}  // namespace _new_thread

namespace _timed_single_thread_context {
class scheduler {};
}  // namespace _timed_single_thread_context
class timed_single_thread_context {
 public:
  using scheduler = _timed_single_thread_context::scheduler;
  ~timed_single_thread_context();
  scheduler get_scheduler() noexcept;
};

namespace _thread_unsafe_event_loop {
class scheduler {};
}  // namespace _thread_unsafe_event_loop
class thread_unsafe_event_loop {
 public:
  using scheduler = _thread_unsafe_event_loop::scheduler;
  scheduler get_scheduler() noexcept;
  template <class Sender>
  auto sync_wait(Sender&& sender);
  void run_until_empty() noexcept;
};

namespace linuxos {
class io_epoll_context {
 public:
  class scheduler {};
  template <class StopToken>
  void run(StopToken token);
};
class io_uring_context {
 public:
  class scheduler {};
  template <class StopToken>
  void run(StopToken token);
};
}  // namespace linuxos

namespace _async_scope {
class async_scope {
 public:
  template <class Scheduler, class Sender>
  auto spawn_on(Scheduler&& scheduler, Sender&& sender);
  template <class Scheduler, class Function>
  auto spawn_call_on(Scheduler&& scheduler, Function&& function);
  template <class Scheduler, class Sender>
  void detached_spawn_on(Scheduler&& scheduler, Sender&& sender);
  template <class Scheduler, class Function>
  void detached_spawn_call_on(Scheduler&& scheduler, Function&& function);
  template <class Scheduler, class Sender>
  auto attach_on(Scheduler&& scheduler, Sender&& sender);
  template <class Scheduler, class Function>
  auto attach_call_on(Scheduler&& scheduler, Function&& function);
};
}  // namespace _async_scope

template <class Function>
struct scope_guard {
  scope_guard(Function&& function) noexcept;
};

}  // namespace unifex
