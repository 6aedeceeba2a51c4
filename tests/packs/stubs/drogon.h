// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of Drogon, as far as the pack names it.
#pragma once

#include <coroutine>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "trantor.h"

namespace drogon {

class HttpRequest {};
class WebSocketConnection {};
using HttpRequestPtr = std::shared_ptr<HttpRequest>;
class HttpResponse;
using HttpResponsePtr = std::shared_ptr<HttpResponse>;
using WebSocketConnectionPtr = std::shared_ptr<WebSocketConnection>;
using AdviceCallback = std::function<void(const HttpResponsePtr&)>;
enum class ReqResult { Ok, Timeout };

template <class T = void>
struct Task {};
struct AsyncTask {};

template <class Await>
auto sync_wait(Await&& await);
template <class Function>
void async_run(Function&& function);
template <class Function>
std::function<void()> async_func(Function&& function);
Task<> sleepCoro(trantor::EventLoop* loop, double seconds);
Task<> switchThreadCoro(trantor::EventLoop* loop);
template <class T>
Task<T> queueInLoopCoro(trantor::EventLoop* loop, std::function<T()> function, trantor::EventLoop* resume = nullptr);

class HttpAppFramework {
 public:
  virtual ~HttpAppFramework();
  virtual void run() = 0;
  template <class Function>
  HttpAppFramework& registerHandler(const std::string& path, Function&& function, const std::vector<int>& filters = {});
  template <class Function>
  HttpAppFramework& registerHandlerViaRegex(const std::string& path, Function&& function,
                                            const std::vector<int>& filters = {});
  virtual HttpAppFramework& registerBeginningAdvice(const std::function<void()>& advice) = 0;
  virtual HttpAppFramework& registerNewConnectionAdvice(const std::function<bool(int, int)>& advice) = 0;
  virtual HttpAppFramework& registerHttpResponseCreationAdvice(const AdviceCallback& advice) = 0;
  virtual HttpAppFramework& registerSyncAdvice(const std::function<HttpResponsePtr(const HttpRequestPtr&)>& advice) = 0;
  virtual HttpAppFramework& registerPreRoutingAdvice(const std::function<void(const HttpRequestPtr&)>& advice) = 0;
  virtual HttpAppFramework& registerPostRoutingAdvice(const std::function<void(const HttpRequestPtr&)>& advice) = 0;
  virtual HttpAppFramework& registerPreHandlingAdvice(const std::function<void(const HttpRequestPtr&)>& advice) = 0;
  virtual HttpAppFramework& registerPostHandlingAdvice(const AdviceCallback& advice) = 0;
  virtual HttpAppFramework& registerPreSendingAdvice(const AdviceCallback& advice) = 0;
  virtual HttpAppFramework& registerSessionStartAdvice(const std::function<void(const std::string&)>& advice) = 0;
  virtual HttpAppFramework& registerSessionDestroyAdvice(const std::function<void(const std::string&)>& advice) = 0;
  virtual HttpAppFramework& setDefaultHandler(std::function<void(const HttpRequestPtr&, AdviceCallback&&)> f) = 0;
  virtual HttpAppFramework& setExceptionHandler(std::function<void(const std::exception&)> handler) = 0;
  virtual HttpAppFramework& setCustomErrorHandler(std::function<HttpResponsePtr(int)>&& handler) = 0;
};

class HttpSimpleControllerBase {
 public:
  virtual ~HttpSimpleControllerBase();
  virtual void asyncHandleHttpRequest(const HttpRequestPtr& request, AdviceCallback&& callback) = 0;
};

template <class T>
class HttpController {
 protected:
  template <class Function>
  static void registerMethod(Function&& function, const std::string& path, const std::vector<int>& filters = {});
  template <class Function>
  static void registerMethodViaRegex(Function&& function, const std::string& path,
                                     const std::vector<int>& filters = {});
};

class HttpFilterBase {
 public:
  virtual ~HttpFilterBase();
  virtual void doFilter(const HttpRequestPtr& request, AdviceCallback&& stop, std::function<void()>&& next) = 0;
};

template <class T>
class HttpCoroFilter : public HttpFilterBase {
 public:
  virtual Task<HttpResponsePtr> doFilter(const HttpRequestPtr& request) = 0;
};

class HttpMiddlewareBase {
 public:
  virtual ~HttpMiddlewareBase();
  virtual void invoke(const HttpRequestPtr& request, std::function<void()>&& next, AdviceCallback&& callback) = 0;
};

template <class T>
class HttpCoroMiddleware : public HttpMiddlewareBase {
 public:
  virtual Task<HttpResponsePtr> invoke(const HttpRequestPtr& request, int&& next) = 0;
};

class WebSocketControllerBase {
 public:
  virtual ~WebSocketControllerBase();
  virtual void handleNewMessage(const WebSocketConnectionPtr& connection, std::string&& message, const int& type) = 0;
  virtual void handleNewConnection(const HttpRequestPtr& request, const WebSocketConnectionPtr& connection) = 0;
  virtual void handleConnectionClosed(const WebSocketConnectionPtr& connection) = 0;
};

class HttpResponse {
 public:
  static HttpResponsePtr newStreamResponse(const std::function<std::size_t(char*, std::size_t)>& callback);
  static HttpResponsePtr newAsyncStreamResponse(const std::function<void(int)>& callback);
};

class HttpFile {
 public:
  int save() const noexcept;
  int saveAs(const std::string& name) const noexcept;
};

class HttpClient {
 public:
  virtual ~HttpClient();
  virtual void sendRequest(const HttpRequestPtr& request,
                           const std::function<void(ReqResult, const HttpResponsePtr&)>& callback,
                           double timeout = 0) = 0;
  std::pair<ReqResult, HttpResponsePtr> sendRequest(const HttpRequestPtr& request, double timeout = 0);
};

class WebSocketClient {
 public:
  virtual ~WebSocketClient();
  virtual void setMessageHandler(const std::function<void(std::string&&)>& callback) = 0;
  virtual void setConnectionClosedHandler(const std::function<void()>& callback) = 0;
  void setAsyncMessageHandler(const std::function<Task<>(std::string&&)>& callback);
  void setAsyncConnectionClosedHandler(const std::function<Task<>()>& callback);
  virtual void connectToServer(const HttpRequestPtr& request, const std::function<void(ReqResult)>& callback) = 0;
};

namespace orm {

class Result {};
class Criteria {};
class Transaction {};
enum class Mode { NonBlocking, Blocking };
using ResultCallback = std::function<void(const Result&)>;
using ExceptionCallback = std::function<void(const std::exception&)>;

namespace internal {
class SqlBinder {
 public:
  SqlBinder& operator<<(Mode&& mode);
  SqlBinder& operator<<(const std::string& argument);
  template <class Function>
  SqlBinder& operator>>(Function&& callback);
};
}  // namespace internal

class DbClient {
 public:
  virtual ~DbClient();
  template <class... Arguments>
  void execSqlAsync(const std::string& sql, ResultCallback&& done, ExceptionCallback&& failed,
                    Arguments&&... arguments);
  template <class... Arguments>
  Result execSqlSync(const std::string& sql, Arguments&&... arguments);
  internal::SqlBinder operator<<(const std::string& sql);
  virtual std::shared_ptr<Transaction> newTransaction(const std::function<void(bool)>& committed = {}) = 0;
  virtual void newTransactionAsync(const std::function<void(const std::shared_ptr<Transaction>&)>& callback) = 0;
};

template <class T>
class Mapper {
 public:
  using RowCallback = std::function<void(T)>;
  using CountCallback = std::function<void(std::size_t)>;
  T findByPrimaryKey(const int& key);
  T findOne(const Criteria& criteria);
  void findOne(const Criteria& criteria, const RowCallback& done, const ExceptionCallback& failed);
  std::vector<T> findBy(const Criteria& criteria);
  std::vector<T> findAll();
  std::size_t count(const Criteria& criteria);
  void insert(T& object);
  void insert(const T& object, const RowCallback& done, const ExceptionCallback& failed);
  std::size_t update(const T& object);
  template <class... Arguments>
  std::size_t updateBy(const std::vector<std::string>& columns, const Criteria& criteria, Arguments&&... arguments);
  template <class... Arguments>
  std::size_t increment(const std::vector<std::string>& columns, const Criteria& criteria, Arguments&&... arguments);
  std::size_t deleteOne(const T& object);
  std::size_t deleteBy(const Criteria& criteria);
  std::size_t deleteByPrimaryKey(const int& key);
};

class DbListener {
 public:
  virtual ~DbListener();
  virtual void listen(const std::string& channel, std::function<void(std::string, std::string)> callback) noexcept = 0;
};

}  // namespace orm

namespace nosql {

class RedisResult {};

class RedisClient {
 public:
  virtual ~RedisClient();
  virtual void execCommandAsync(std::function<void(const RedisResult&)>&& done,
                                std::function<void(const std::exception&)>&& failed, std::string command,
                                ...) noexcept = 0;
  template <class Function, class... Arguments>
  int execCommandSync(Function&& process, std::string command, Arguments&&... arguments);
  virtual std::shared_ptr<int> newTransaction() noexcept(false) = 0;
  virtual void newTransactionAsync(const std::function<void(const std::shared_ptr<int>&)>& callback) = 0;
};

class RedisSubscriber {
 public:
  virtual ~RedisSubscriber();
  virtual void subscribe(const std::string& channel, std::function<void(const std::string&)>&& callback) noexcept = 0;
  virtual void psubscribe(const std::string& pattern, std::function<void(const std::string&)>&& callback) noexcept = 0;
};

}  // namespace nosql
}  // namespace drogon
