// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of fbthrift, as far as its pack names it, and of what its compiler generates for a service Accounts.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace folly {
class EventBase;
template <class Signature>
class Function;
}  // namespace folly

namespace apache::thrift {

class ClientReceiveState;
template <class T>
class HandlerCallbackPtr;

class RequestClientCallback {
 public:
  virtual void onResponse(ClientReceiveState&& state) noexcept = 0;
  virtual void onResponseError(int error) noexcept = 0;
};
class RequestCallback : public RequestClientCallback {
 public:
  virtual void requestSent() = 0;
  virtual void replyReceived(ClientReceiveState&& state) = 0;
  virtual void requestError(ClientReceiveState&& state) = 0;
};
class FunctionReplyCallback : public RequestCallback {
 public:
  explicit FunctionReplyCallback(folly::Function<void(ClientReceiveState&&)> callback);
};
class FunctionSendCallback : public RequestCallback {
 public:
  explicit FunctionSendCallback(folly::Function<void(ClientReceiveState&&)>&& callback);
};
class CloseCallback {
 public:
  virtual void channelClosed() = 0;
};
template <bool one_way, bool sync>
class ClientBatonCallback {
 public:
  template <class F>
  void waitUntilDone(folly::EventBase* base, F&& send);
};
class GeneratedAsyncClient {};

class ThriftServer {
 public:
  virtual void serve();
};
class ScopedServerInterfaceThread {
 public:
  explicit ScopedServerInterfaceThread(std::shared_ptr<ThriftServer> server);
  ~ScopedServerInterfaceThread();
};

namespace concurrency {
class ThreadManager {
 public:
  virtual void stop() = 0;
  virtual void join() = 0;
  virtual void add(std::shared_ptr<int> task, std::int64_t timeout) = 0;
};
}  // namespace concurrency
namespace server {
class TServerEventHandler {
 public:
  virtual void newConnection(int* context);
  virtual void connectionDestroyed(int* context);
};
}  // namespace server

}  // namespace apache::thrift

namespace bank {
class AccountsAsyncClient : public apache::thrift::GeneratedAsyncClient {
 public:
  virtual std::int64_t sync_balance(const std::string& owner);
};
class AccountsSvIf {
 public:
  virtual void async_eb_balance(apache::thrift::HandlerCallbackPtr<std::int64_t> callback);
  virtual void async_tm_balance(apache::thrift::HandlerCallbackPtr<std::int64_t> callback);
};
}  // namespace bank
