// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of muduo, as far as the pack names it.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace muduo {

class Timestamp {};

class MutexLock {
 public:
  void lock();
};
class MutexLockGuard {
 public:
  explicit MutexLockGuard(MutexLock& mutex);
};
class Condition {
 public:
  void wait();
  bool waitForSeconds(double seconds);
};
class CountDownLatch {
 public:
  void wait();
};
template <class T>
class BlockingQueue {
 public:
  T take();
};
template <class T>
class BoundedBlockingQueue {
 public:
  void put(const T& value);
  T take();
};
class Thread {
 public:
  explicit Thread(std::function<void()> function, const std::string& name = std::string());
  int join();
};
class ThreadPool {
 public:
  void run(std::function<void()> task);
  void stop();
  void setThreadInitCallback(const std::function<void()>& callback);
};

namespace net {

class Buffer;
class HttpRequest;
class HttpResponse;
class EventLoop;
class TcpConnection;
using TimerId = long;
using TcpConnectionPtr = std::shared_ptr<TcpConnection>;
using ConnectionCallback = std::function<void(const TcpConnectionPtr&)>;
using MessageCallback = std::function<void(const TcpConnectionPtr&, Buffer*, Timestamp)>;

class EventLoop {
 public:
  void loop();
  void runInLoop(std::function<void()> function);
  void queueInLoop(std::function<void()> function);
  TimerId runAt(Timestamp time, std::function<void()> function);
  TimerId runAfter(double seconds, std::function<void()> function);
  TimerId runEvery(double seconds, std::function<void()> function);
  bool isInLoopThread() const;
};
class EventLoopThread {
 public:
  ~EventLoopThread();
};
class Channel {
 public:
  void setReadCallback(std::function<void(Timestamp)> callback);
  void setWriteCallback(std::function<void()> callback);
  void setCloseCallback(std::function<void()> callback);
  void setErrorCallback(std::function<void()> callback);
};
class Acceptor {
 public:
  void setNewConnectionCallback(const std::function<void(int)>& callback);
};
class Connector {
 public:
  void setNewConnectionCallback(const std::function<void(int)>& callback);
};
class TcpConnection {
 public:
  void setConnectionCallback(const ConnectionCallback& callback);
  void setMessageCallback(const MessageCallback& callback);
  void setWriteCompleteCallback(const ConnectionCallback& callback);
  void setHighWaterMarkCallback(const ConnectionCallback& callback, std::size_t mark);
  void setCloseCallback(const ConnectionCallback& callback);
};
class TcpServer {
 public:
  void setThreadInitCallback(const std::function<void(EventLoop*)>& callback);
  void setConnectionCallback(const ConnectionCallback& callback);
  void setMessageCallback(const MessageCallback& callback);
  void setWriteCompleteCallback(const ConnectionCallback& callback);
};
class TcpClient {
 public:
  void setConnectionCallback(ConnectionCallback callback);
  void setMessageCallback(MessageCallback callback);
  void setWriteCompleteCallback(ConnectionCallback callback);
};
class HttpServer {
 public:
  void setHttpCallback(const std::function<void(const HttpRequest&, HttpResponse*)>& callback);
};

}  // namespace net
}  // namespace muduo
