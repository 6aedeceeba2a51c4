// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of async_simple, as far as its pack names it.
#pragma once
#include <cstdint>
#include <functional>

namespace async_simple {

class Executor {
 public:
  using Func = std::function<void()>;
  using Context = void*;
  virtual bool schedule(Func function) = 0;
  virtual bool checkin(Func function, Context context);
};

namespace util {
class ThreadPool {
 public:
  ~ThreadPool();
  int scheduleById(std::function<void()> function, std::int32_t id);
};
}  // namespace util

namespace executors {
class SimpleExecutor : public Executor {
 public:
  ~SimpleExecutor();
  bool schedule(Func function) override;
  bool checkin(Func function, Context context) override;
};
}  // namespace executors

template <class T>
class Future {
 public:
  T get() &&;
  void wait();
  template <class Function>
  auto thenValue(Function&& function) &&;
  template <class Function>
  auto thenTry(Function&& function) &&;
  template <class Function>
  void setContinuation(Function&& function);
};
template <class T>
Future<T> makeReadyFuture(T&& value);

namespace coro {

namespace detail {
template <class T, bool reschedule>
class LazyBase {
 public:
  template <class Function>
  void start(Function&& callback);
};
class DetachedCoroutine;
class DispatchAwaitable;
}  // namespace detail

template <class T = void>
class Lazy : public detail::LazyBase<T, false> {
 public:
  template <class Function>
  void directlyStart(Function&& callback, Executor* executor);
};
template <class T = void>
class RescheduleLazy : public detail::LazyBase<T, true> {};
template <class T>
class Generator;

class SpinLock {
 public:
  void lock() noexcept;
};

detail::DispatchAwaitable dispatch(Executor* executor);
template <class LazyType>
auto syncAwait(LazyType&& lazy);

}  // namespace coro

namespace uthread {
class Uthread;
template <class Launch, class Function>
Uthread async(Function&& function, Executor* executor);
}  // namespace uthread

}  // namespace async_simple

namespace coro_io {
template <class Implementation>
class ExecutorWrapper;
}
