// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of Trantor, as far as the packs name it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trantor {

using Callback = std::function<void()>;
using TimerId = std::uint64_t;

class Date {};
class InetAddress {};
class MsgBuffer {};
class TcpConnection;
using TcpConnectionPtr = std::shared_ptr<TcpConnection>;
using ConnectionCallback = std::function<void(const TcpConnectionPtr&)>;
using MessageCallback = std::function<void(const TcpConnectionPtr&, MsgBuffer*)>;

class EventLoop {
 public:
  void loop();
  void quit();
  bool isInLoopThread() const;
  template <class Functor>
  void runInLoop(Functor&& function);
  void queueInLoop(const Callback& function);
  void queueInLoop(Callback&& function);
  void runOnQuit(Callback&& function);
  TimerId runAt(const Date& time, const Callback& function);
  TimerId runAfter(double seconds, const Callback& function);
  TimerId runEvery(double seconds, const Callback& function);
};

class EventLoopThread {
 public:
  ~EventLoopThread();
  void run();
  void wait();
};

class EventLoopThreadPool {
 public:
  void start();
  void wait();
};

class TaskQueue {
 public:
  virtual ~TaskQueue();
  virtual void runTaskInQueue(const Callback& task) = 0;
  void syncTaskInQueue(const Callback& task);
};

class SerialTaskQueue : public TaskQueue {
 public:
  ~SerialTaskQueue() override;
  void runTaskInQueue(const Callback& task) override;
  void waitAllTasksFinished();
  void stop();
};

class ConcurrentTaskQueue : public TaskQueue {
 public:
  ~ConcurrentTaskQueue() override;
  void runTaskInQueue(const Callback& task) override;
  void stop();
};

class TcpConnection {
 public:
  virtual ~TcpConnection();
  virtual void sendStream(std::function<std::size_t(char*, std::size_t)> callback) = 0;
  virtual void setHighWaterMarkCallback(const ConnectionCallback& callback, std::size_t mark) = 0;
  virtual void startEncryption(std::shared_ptr<int> policy, bool is_server, ConnectionCallback upgraded) = 0;
  void setRecvMsgCallback(const MessageCallback& callback);
  void setConnectionCallback(const ConnectionCallback& callback);
  void setWriteCompleteCallback(const ConnectionCallback& callback);
  void setCloseCallback(const ConnectionCallback& callback);
};

class TcpServer {
 public:
  void setRecvMessageCallback(const MessageCallback& callback);
  void setConnectionCallback(const ConnectionCallback& callback);
  void setWriteCompleteCallback(const ConnectionCallback& callback);
};

class TcpClient {
 public:
  void setMessageCallback(const MessageCallback& callback);
  void setConnectionCallback(const ConnectionCallback& callback);
  void setConnectionErrorCallback(const Callback& callback);
  void setWriteCompleteCallback(const ConnectionCallback& callback);
  void setSSLErrorCallback(const std::function<void(int)>& callback);
};

class Channel {
 public:
  void setReadCallback(const Callback& callback);
  void setWriteCallback(const Callback& callback);
  void setCloseCallback(const Callback& callback);
  void setErrorCallback(const Callback& callback);
  void setEventCallback(const Callback& callback);
};

class Resolver {
 public:
  virtual ~Resolver();
  static std::shared_ptr<Resolver> newResolver(EventLoop* loop = nullptr, std::size_t timeout = 60);
  virtual void resolve(const std::string& host, const std::function<void(const InetAddress&)>& callback) = 0;
};

}  // namespace trantor
