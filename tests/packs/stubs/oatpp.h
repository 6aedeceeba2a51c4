// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of Oat++, as far as the pack names it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace oatpp {

namespace async {

class Action {};

class AbstractCoroutine {
 public:
  virtual ~AbstractCoroutine();
  virtual Action act() = 0;
};

class CoroutineStarter {
 public:
  Action next(Action&& action);
};

class AbstractCoroutineWithResult {
 public:
  template <class Result>
  class StarterForResult {
   public:
    template <class Class, class... Arguments>
    Action callbackTo(Action (Class::*step)(Arguments...));
  };
};

template <class T>
class Coroutine : public AbstractCoroutine {
 public:
  using FunctionPtr = Action (T::*)();
  Action yieldTo(const FunctionPtr& step) const;
};

template <class T, class Result>
class CoroutineWithResult : public AbstractCoroutine {
 public:
  using FunctionPtr = Action (T::*)();
  Action yieldTo(const FunctionPtr& step) const;
};

class Executor {
 public:
  template <class CoroutineType, class... Parameters>
  void execute(Parameters... parameters);
  void join();
  void waitTasksFinished(const std::chrono::microseconds& timeout);
};

}  // namespace async

namespace network {
class Server {
 public:
  void run(std::function<bool()> conditional = nullptr);
  void run(bool as_new_thread);
};
}  // namespace network

namespace web {

namespace server {
class HttpRequestHandler {
 public:
  virtual ~HttpRequestHandler();
  virtual std::shared_ptr<int> handle(const std::shared_ptr<int>& request);
  virtual async::CoroutineStarter handleAsync(const std::shared_ptr<int>& request);
};
}  // namespace server

namespace client {
class RequestExecutor {
 public:
  virtual ~RequestExecutor();
  virtual std::shared_ptr<int> getConnection() = 0;
  virtual std::shared_ptr<int> execute(const char* method, const char* path);
  virtual std::shared_ptr<int> executeOnce(const char* method, const char* path) = 0;
};
}  // namespace client

}  // namespace web
}  // namespace oatpp
