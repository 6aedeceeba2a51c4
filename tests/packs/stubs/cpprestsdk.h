// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of the C++ REST SDK and of PPL tasks, as far as their pack names it. On Windows the tasks are in
// Concurrency.
#pragma once
#include <functional>

#define STUB_OF_TASKS                                      \
  template <class T>                                       \
  class task {                                             \
   public:                                                 \
    template <class Function>                              \
    explicit task(Function function);                      \
    T get() const;                                         \
    int wait() const;                                      \
    template <class Function>                              \
    auto then(Function&& function) const;                  \
  };                                                       \
  template <class Function>                                \
  auto create_task(Function function);                     \
  template <class T>                                       \
  task<T> task_from_result(T value);                       \
  template <class T, class Exception>                      \
  task<T> task_from_exception(Exception exception);        \
  class cancellation_token {                               \
   public:                                                 \
    template <class Function>                              \
    int register_callback(const Function& function) const; \
  };

namespace pplx {

STUB_OF_TASKS

class scheduler_interface {
 public:
  virtual void schedule(void (*function)(void*), void* argument) = 0;
};

template <class Lock>
class scoped_lock {
 public:
  explicit scoped_lock(Lock& lock);
};

namespace details {
class event_impl {
 public:
  unsigned wait(unsigned timeout);
};
class reader_writer_lock_impl {
 public:
  class scoped_lock_read {
   public:
    explicit scoped_lock_read(reader_writer_lock_impl& lock);
  };
  void lock();
  void lock_read();
};
class recursive_lock_impl {
 public:
  void lock();
};
}  // namespace details

}  // namespace pplx

namespace Concurrency {
STUB_OF_TASKS
class event {
 public:
  unsigned wait(unsigned timeout);
};
}  // namespace Concurrency

namespace concurrency {
STUB_OF_TASKS
}

namespace crossplat {
class threadpool {
 public:
  template <class Function>
  void schedule(Function function);
};
}  // namespace crossplat

namespace web {
namespace http {
namespace client {
class http_client {
 public:
  void add_handler(const std::function<int(int)>& handler);
};
}  // namespace client
namespace experimental {
namespace listener {
class http_listener {
 public:
  void support(const std::function<void(int)>& handler);
  void support(const int& method, const std::function<void(int)>& handler);
};
}  // namespace listener
}  // namespace experimental
}  // namespace http
namespace websockets {
namespace client {
class websocket_callback_client {
 public:
  void set_message_handler(const std::function<void(int)>& handler);
  void set_close_handler(const std::function<void(int)>& handler);
};
}  // namespace client
}  // namespace websockets
}  // namespace web
