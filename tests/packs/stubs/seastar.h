// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of Seastar, as far as its pack names it.
#pragma once
#include <sys/types.h>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace seastar {

using sstring = std::string;
class scheduling_group;
class gate;
class shared_mutex;
class file;
class smp_submit_to_options;

template <class Signature>
class noncopyable_function {
 public:
  template <class Function>
  noncopyable_function(Function function);
};

template <class T = void>
class future {
 public:
  T get();
  void wait();
  template <class Function>
  auto then(Function&& function);
  template <class Function>
  auto then_unpack(Function&& function);
  template <class Function>
  auto then_wrapped(Function&& function);
  template <class Function>
  auto finally(Function&& function);
  template <class Function>
  auto handle_exception(Function&& function);
  template <class Function>
  auto handle_exception_type(Function&& function);
};

template <class Action>
future<> repeat(Action&& action);
template <class Action>
auto repeat_until_value(Action action);
template <class Action>
future<> keep_doing(Action action);
template <class Condition, class Action>
future<> do_until(Condition stop, Action action);
template <class Range, class Action>
future<> do_for_each(Range& range, Action action);
template <class Range, class Action>
future<> parallel_for_each(Range&& range, Action&& action);
template <class Range, class Action>
future<> max_concurrent_for_each(Range&& range, std::size_t most, Action&& action);
template <class Range, class Mapper, class Initial, class Reduce>
auto map_reduce(Range&& range, Mapper&& mapper, Initial initial, Reduce reduce);
template <class Semaphore, class Function>
auto with_semaphore(Semaphore& semaphore, std::size_t units, Function&& function);
template <class Function>
auto with_gate(gate& of, Function&& function);
template <class Function>
auto try_with_gate(gate& of, Function&& function);
template <class Lock, class Function>
auto with_lock(Lock& lock, Function&& function);
template <class Function>
auto with_shared(shared_mutex& mutex, Function&& function);
template <class Function>
auto with_file(future<file> opening, Function function);
template <class Function>
auto with_file_close_on_failure(future<file> opening, Function function);
template <class Function, class... Arguments>
auto with_scheduling_group(scheduling_group group, Function function, Arguments&&... arguments);
template <class Closeable, class Function>
auto with_closeable(Closeable&& object, Function function);
template <class Stoppable, class Function>
auto with_stoppable(Stoppable&& object, Function function);
template <class Function, class... Arguments>
auto futurize_invoke(Function&& function, Arguments&&... arguments);
template <class Function, class Tuple>
auto futurize_apply(Function&& function, Tuple&& arguments);
template <class... Arguments>
auto do_with(Arguments&&... arguments);
template <class... Futures>
auto when_all(Futures&&... futures);
template <class... Futures>
auto when_all_succeed(Futures&&... futures);
template <class... Futures>
auto when_any(Futures&&... futures);
template <class Function, class... Arguments>
auto async(Function&& function, Arguments&&... arguments);
template <class Function>
auto make_execution_stage(const sstring& name, Function&& function);
void handle_signal(int number, noncopyable_function<void()>&& handler, bool once);
bool engine_is_ready() noexcept;

class thread {
 public:
  template <class Function>
  thread(Function function);
};

class smp {
 public:
  template <class Function>
  static auto submit_to(unsigned shard, Function&& function);
  template <class Function>
  static auto submit_to(unsigned shard, smp_submit_to_options options, Function&& function);
  template <class Function>
  static future<> invoke_on_all(Function&& function);
  template <class Function>
  static future<> invoke_on_others(unsigned shard, Function function);
};

template <class Service>
class sharded {
 public:
  template <class Function, class... Arguments>
  auto invoke_on(unsigned shard, Function&& function, Arguments&&... arguments);
  template <class Function, class... Arguments>
  future<> invoke_on_all(Function function, Arguments... arguments);
  template <class Function, class... Arguments>
  future<> invoke_on_others(Function function, Arguments... arguments);
  template <class Reducer, class Function>
  auto map_reduce(Reducer&& reducer, Function&& function);
  template <class Mapper, class Initial, class Reduce>
  auto map_reduce0(Mapper mapper, Initial initial, Reduce reduce);
};

namespace alien {
class instance;
template <class Function>
void run_on(instance& of, unsigned shard, Function function);
template <class Function>
auto submit_to(instance& of, unsigned shard, Function function);
}  // namespace alien

template <class Clock>
class timer {
 public:
  explicit timer(noncopyable_function<void()>&& callback);
  void set_callback(noncopyable_function<void()>&& callback);
};

class app_template {
 public:
  int run(int argc, char** argv, std::function<future<>()>&& function);
  int run_deprecated(int argc, char** argv, std::function<void()>&& function);
};

class abort_source {
 public:
  template <class Function>
  auto subscribe(Function&& function);
};
class reactor {
 public:
  void at_exit(noncopyable_function<future<>()> function);
  template <class Function>
  void run_in_background(Function&& function);
};
template <class T>
class queue {
 public:
  template <class Function>
  bool consume(Function&& function);
};

sstring read_first_line(std::filesystem::path path);
template <class T>
T read_first_line_as(std::filesystem::path path);

class file_desc {
 public:
  static file_desc open(sstring name, int flags, mode_t mode = 0);
  static file_desc temporary(sstring directory);
  std::size_t size() const;
  std::size_t pread(void* buffer, std::size_t size, off_t offset);
  void truncate(std::size_t size);
};
class posix_thread {
 public:
  explicit posix_thread(std::function<void()> function);
  void join();
};

namespace util {
class spinlock {
 public:
  void lock() noexcept;
};
template <class Function>
auto with_file_input_stream(const std::filesystem::path& path, Function function);
}  // namespace util

namespace coroutine {
template <class Function>
class lambda {
 public:
  explicit lambda(Function&& function);
};
template <class... Functions>
class all {
 public:
  explicit all(Functions&&... functions);
};
template <class Function>
class parallel_for_each {
 public:
  template <class Range>
  parallel_for_each(Range&& range, Function&& function);
};
namespace experimental {
namespace internal::buffered {
template <class T>
class generator;
}
namespace internal::unbuffered {
template <class T>
class generator;
}
template <class T>
using generator = internal::unbuffered::generator<T>;
}  // namespace experimental
}  // namespace coroutine

namespace rpc {
template <class Serializer, class Message>
class protocol {
 public:
  template <class Function>
  auto register_handler(Message message, Function&& function);
};
}  // namespace rpc

namespace http {
class client {
 public:
  future<> make_request(int request, noncopyable_function<future<>()>&& handler);
};
}  // namespace http
namespace httpd {
class routes;
class handler_base {
 public:
  virtual future<int> handle(const sstring& path, std::unique_ptr<int> request, std::unique_ptr<int> reply) = 0;
};
class function_handler : public handler_base {
 public:
  explicit function_handler(const std::function<sstring(int)>& function);
};
class http_server_control {
 public:
  future<> set_routes(std::function<void(routes&)> function);
};
}  // namespace httpd

namespace metrics {
template <class T>
int make_counter(const sstring& name, T&& value);
template <class T>
int make_gauge(const sstring& name, T&& value);
template <class T>
int make_current_bytes(const sstring& name, T&& value);
template <class T>
int make_queue_length(const sstring& name, T&& value);
template <class T>
int make_total_bytes(const sstring& name, T&& value);
template <class T>
int make_total_operations(const sstring& name, T&& value);
template <class T>
int make_histogram(const sstring& name, T&& value);
template <class T>
int make_summary(const sstring& name, T&& value);
}  // namespace metrics

}  // namespace seastar
