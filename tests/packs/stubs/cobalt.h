// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of Boost.Cobalt, as far as its pack names it.
#pragma once
#include <cstdint>
#include <string>

namespace boost::asio {
class io_context;
class thread_pool;
class system_context;
class system_executor;
template <class T, class Executor>
class executor_binder;
}  // namespace boost::asio

namespace boost::cobalt {

template <class T>
struct promise;
template <class T>
struct task;
template <class Yield, class Push>
struct generator;
struct detached;
class main;
struct thread {
  ~thread();
  void join();
};

template <class T>
T run(task<T> work);
template <class Context, class T, class Token>
auto spawn(Context& context, task<T>&& work, Token&& token);

namespace io {
struct file {
  enum flags {};
  void open(const std::string& path, flags how);
  void resize(std::uint64_t size);
  void sync_all();
  void sync_data();
};
}  // namespace io

}  // namespace boost::cobalt
