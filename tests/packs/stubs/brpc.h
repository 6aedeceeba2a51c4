// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of brpc and bthread, as far as the pack names them.
#pragma once

#include <cstdint>
#include <ctime>

namespace google::protobuf {
class Closure {
 public:
  virtual ~Closure();
  virtual void Run() = 0;
};
class RpcController {};
class Message {};
class MethodDescriptor {};
}  // namespace google::protobuf

extern "C" {
typedef std::uint64_t bthread_t;
typedef std::uint64_t bthread_timer_t;
struct bthread_attr_t;
int bthread_start_urgent(bthread_t* thread, const bthread_attr_t* attributes, void* (*function)(void*), void* argument);
int bthread_start_background(bthread_t* thread, const bthread_attr_t* attributes, void* (*function)(void*),
                             void* argument);
int bthread_timer_add(bthread_timer_t* timer, timespec when, void (*on_timer)(void*), void* argument);
}

namespace bthread {
template <class T>
class TaskIterator {};
template <class T>
int execution_queue_start(std::uint64_t* queue, const int* options, int (*execute)(void* meta, TaskIterator<T>& tasks),
                          void* meta);
}  // namespace bthread

namespace brpc {

template <class Argument>
google::protobuf::Closure* NewCallback(void (*function)(Argument), Argument argument);
template <class Class, class Argument>
google::protobuf::Closure* NewCallback(Class* object, void (Class::*method)(Argument), Argument argument);

void Join(std::uint64_t call);

class Channel {
 public:
  void CallMethod(const google::protobuf::MethodDescriptor* method, google::protobuf::RpcController* controller,
                  const google::protobuf::Message* request, google::protobuf::Message* response,
                  google::protobuf::Closure* done);
};

class Server {
 public:
  int Join();
  void RunUntilAskedToQuit();
};

class StreamInputHandler {
 public:
  virtual ~StreamInputHandler();
  virtual int on_received_messages(std::uint64_t stream, void* const messages[], std::size_t size) = 0;
  virtual void on_idle_timeout(std::uint64_t stream) = 0;
  virtual void on_closed(std::uint64_t stream) = 0;
  virtual void on_failed(std::uint64_t stream, int code, const char* text);
};

class PeriodicTask {
 public:
  virtual ~PeriodicTask();
  virtual bool OnTriggeringTask(timespec* next) = 0;
};

class ProgressiveReader {
 public:
  virtual ~ProgressiveReader();
  virtual int OnReadOnePart(const void* bytes, std::size_t size) = 0;
  virtual void OnEndOfMessage(const int& status) = 0;
};

namespace experimental {
template <class T>
class Awaitable {};
class Coroutine {};
}  // namespace experimental

}  // namespace brpc
