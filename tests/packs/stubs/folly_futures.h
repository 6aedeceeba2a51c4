// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of folly's futures and coroutines, as far as its pack names them.
#pragma once
#include <chrono>
#include <utility>

#include "folly.h"

namespace folly {

using HighResDuration = std::chrono::microseconds;

namespace futures::detail {
template <class T>
class FutureBase {
 public:
  bool isReady() const;
  bool hasValue() const;
  bool hasException() const;
  auto poll();
};
}  // namespace futures::detail

template <class T>
class SemiFuture;

template <class T>
class Future : public futures::detail::FutureBase<T> {
 public:
  T get() &&;
  T get(HighResDuration time) &&;
  auto getTry() &&;
  Future& wait() &;
  T getVia(DrivableExecutor* executor) &&;
  auto getTryVia(DrivableExecutor* executor) &&;
  Future& waitVia(DrivableExecutor* executor) &;
  Future via(Executor::KeepAlive<> executor) &&;
  template <class F>
  auto then(F&& function) &&;
  template <class F>
  auto thenValue(F&& function) &&;
  template <class F>
  auto thenValueInline(F&& function) &&;
  template <class F>
  auto thenTry(F&& function) &&;
  template <class F>
  auto thenTryInline(F&& function) &&;
  template <class F>
  auto thenError(F&& function) &&;
  template <class F>
  auto thenErrorInline(F&& function) &&;
  template <class F>
  Future ensure(F&& function) &&;
  template <class F>
  Future ensureInline(F&& function) &&;
  template <class F>
  Future filter(F&& function) &&;
};

template <class T>
class SemiFuture : public futures::detail::FutureBase<T> {
 public:
  T get() &&;
  auto getTry() &&;
  SemiFuture& wait() &;
  Future<T> via(Executor::KeepAlive<> executor) &&;
  template <class F>
  auto defer(F&& function) &&;
  template <class F>
  auto deferValue(F&& function) &&;
  template <class F>
  auto deferError(F&& function) &&;
  template <class F>
  auto deferEnsure(F&& function) &&;
};

template <class T>
class Promise {
 public:
  template <class F>
  void setInterruptHandler(F&& function);
};

template <class F>
auto via(Executor::KeepAlive<> executor, F&& function);
template <class T>
Future<T> makeFuture(T&& value);
template <class T>
SemiFuture<T> makeSemiFuture(T&& value);
template <class F>
auto makeFutureWith(F&& function);
template <class F>
auto makeSemiFutureWith(F&& function);

namespace coro {

template <class T = void>
class Task;
template <class T>
class TaskWithExecutor {
 public:
  template <class F>
  void start(F&& callback) &&;
};
template <class Reference, class Value>
class AsyncGenerator;
template <class T>
class Generator;
template <class T>
class now_task;
template <int safety, class T>
class safe_task;
template <class T>
using value_task = safe_task<1, T>;

namespace detail::adl {
struct WithExecutorFunction {
  template <class Awaitable>
  auto operator()(Executor::KeepAlive<> executor, Awaitable awaitable) const;
};
struct ViaIfAsyncFunction {
  template <class Awaitable>
  auto operator()(Executor::KeepAlive<> executor, Awaitable&& awaitable) const;
};
}  // namespace detail::adl
namespace folly_cpo__ {
inline constexpr detail::adl::WithExecutorFunction co_withExecutor{};
inline constexpr detail::adl::ViaIfAsyncFunction co_viaIfAsync{};
}  // namespace folly_cpo__
using namespace folly_cpo__;
// Found by their arguments.
template <class T>
TaskWithExecutor<T> co_withExecutor(Executor::KeepAlive<> executor, Task<T> task);
template <class T>
auto co_viaIfAsync(Executor::KeepAlive<> executor, Task<T>&& task);

struct blocking_wait_fn {
  template <class Awaitable>
  auto operator()(Awaitable&& awaitable) const;
};
inline constexpr blocking_wait_fn blocking_wait{};
inline constexpr const blocking_wait_fn& blockingWait = blocking_wait;

template <class Awaitable>
auto toFuture(Awaitable&& awaitable, Executor::KeepAlive<> executor);

}  // namespace coro
}  // namespace folly
