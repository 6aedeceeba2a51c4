// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of folly's event loop, sockets and fibers, as far as its pack names them.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "folly.h"

namespace folly {

class IOBuf;
class SocketAddress;
class AsyncSocketException;
class AsyncSocket;
class AsyncTransport;
class AsyncSSLSocket;

class TimeoutManager {
 public:
  virtual bool isInTimeoutManagerThread() = 0;
  void runAfterDelay(Func function, std::uint32_t milliseconds);
  bool tryRunAfterDelay(Func function, std::uint32_t milliseconds);
};

class EventBase : public TimeoutManager, public IOExecutor {
 public:
  class LoopCallback {
   public:
    virtual void runLoopCallback() noexcept = 0;
  };
  class OnDestructionCallback {
   public:
    virtual void onEventBaseDestruction() noexcept = 0;
  };
  void add(Func function) override;
  void scheduleAt(Func&& function, const std::chrono::steady_clock::time_point& time);
  bool runInEventBaseThread(Func function) noexcept;
  bool runInEventBaseThreadAlwaysEnqueue(Func function) noexcept;
  bool runInEventBaseThreadAndWait(Func function) noexcept;
  bool runImmediatelyOrRunInEventBaseThread(Func function) noexcept;
  bool runImmediatelyOrRunInEventBaseThreadAndWait(Func function) noexcept;
  void runInLoop(Func function, bool this_iteration = false);
  void runBeforeLoop(LoopCallback* callback);
  void runAfterLoop(LoopCallback* callback);
  void runOnDestruction(Func function);
  void runOnDestructionStart(Func function);
  void setMaxLatency(std::chrono::microseconds most, Func function);
  bool isInEventBaseThread() const;
  bool inRunningEventBaseThread() const;
  void waitUntilRunning();
  bool loop();
  bool loopOnce(int flags = 0);
  bool loopPoll();
  void loopForever();
  bool loopIgnoreKeepAlive();
  int loopWithSuspension();
  void drive();
};

class VirtualEventBase : public TimeoutManager, public virtual Executor {
 public:
  void add(Func function) override;
  template <class F>
  void runInEventBaseThread(F&& function) noexcept;
  void runOnDestruction(Func function);
  bool inRunningEventBaseThread() const;
};
class ScopedEventBaseThread : public IOExecutor {
 public:
  ~ScopedEventBaseThread();
  void add(Func function) override;
};
class EventBaseThread {
 public:
  ~EventBaseThread();
  void stop();
};

class AsyncTimeout {
 public:
  virtual void timeoutExpired() noexcept = 0;
  template <class F>
  static std::unique_ptr<AsyncTimeout> make(TimeoutManager& manager, F&& callback);
  template <class F>
  static std::unique_ptr<AsyncTimeout> schedule(std::chrono::milliseconds time, TimeoutManager& manager, F&& callback);
};
template <class Duration>
class HHWheelTimerBase {
 public:
  class Callback {
   public:
    virtual void timeoutExpired() noexcept = 0;
    virtual void callbackCanceled() noexcept;
  };
  template <class F>
  void scheduleTimeoutFn(F function, Duration time);
};
class EventHandler {
 public:
  virtual void handlerReady(std::uint16_t events) noexcept = 0;
};
class AsyncSignalHandler {
 public:
  virtual void signalReceived(int number) noexcept = 0;
};
class CallbackAsyncSignalHandler : public AsyncSignalHandler {
 public:
  CallbackAsyncSignalHandler(EventBase* base, Function<void(int)> callback);
};
template <class Message>
class NotificationQueue {
 public:
  class Consumer {
   public:
    virtual void messageAvailable(Message&& message) noexcept = 0;
    template <class F>
    static std::unique_ptr<Consumer> make(F&& callback);
  };
};

class AsyncReader {
 public:
  class ReadCallback {
   public:
    virtual void getReadBuffer(void** buffer, std::size_t* size) = 0;
    virtual void readDataAvailable(std::size_t size) noexcept = 0;
    virtual bool isBufferMovable() noexcept;
    virtual void readBufferAvailable(std::unique_ptr<IOBuf> buffer) noexcept;
    virtual void readZeroCopyDataAvailable(std::unique_ptr<IOBuf>&& buffer, std::size_t more) noexcept;
    virtual void readEOF() noexcept = 0;
    virtual void readErr(const AsyncSocketException& error) noexcept = 0;
  };
};
class AsyncWriter {
 public:
  class ReleaseIOBufCallback {
   public:
    virtual void releaseIOBuf(std::unique_ptr<IOBuf> buffer) noexcept = 0;
  };
  class WriteCallback {
   public:
    virtual void writeStarting() noexcept;
    virtual void writeSuccess() noexcept = 0;
    virtual void writeErr(std::size_t written, const AsyncSocketException& error) noexcept = 0;
  };
};
class AsyncTransport : public AsyncReader, public AsyncWriter {
 public:
  class BufferCallback {
   public:
    virtual void onEgressBuffered() = 0;
    virtual void onEgressBufferCleared() = 0;
  };
  class ReplaySafetyCallback {
   public:
    virtual void onReplaySafe() = 0;
  };
};
class AsyncSocketTransport : public AsyncTransport {
 public:
  class ConnectCallback {
   public:
    virtual void connectSuccess() noexcept = 0;
    virtual void connectErr(const AsyncSocketException& error) noexcept = 0;
    virtual void preConnect(int descriptor);
  };
};
class AsyncSocket : public AsyncSocketTransport {
 public:
  class EvbChangeCallback {
   public:
    virtual void evbAttached(AsyncSocket* socket) = 0;
    virtual void evbDetached(AsyncSocket* socket) = 0;
  };
  class ErrMessageCallback {
   public:
    virtual void errMessage(const int& message) noexcept = 0;
    virtual void errMessageError(const AsyncSocketException& error) noexcept = 0;
  };
};
class AsyncSSLSocket : public AsyncSocket {
 public:
  class HandshakeCB {
   public:
    virtual bool handshakeVer(AsyncSSLSocket* socket, bool good) noexcept;
    virtual void handshakeSuc(AsyncSSLSocket* socket) noexcept = 0;
    virtual void handshakeErr(AsyncSSLSocket* socket, const AsyncSocketException& error) noexcept = 0;
  };
};
class AsyncServerSocket {
 public:
  class AcceptCallback {
   public:
    virtual void connectionAccepted(int descriptor, const SocketAddress& client) noexcept = 0;
    virtual void acceptError(const AsyncSocketException& error) noexcept;
    virtual void acceptStarted() noexcept;
    virtual void acceptStopped() noexcept;
  };
  class ConnectionEventCallback {
   public:
    virtual void onConnectionAccepted(int descriptor, const SocketAddress& client) noexcept = 0;
    virtual void onConnectionAcceptError(int error) noexcept = 0;
    virtual void onConnectionDropped(int descriptor, const SocketAddress& client) noexcept = 0;
    virtual void onBackoffStarted() noexcept = 0;
    virtual void onBackoffEnded() noexcept = 0;
    virtual void onBackoffError() noexcept = 0;
  };
};
class AsyncUDPSocket {
 public:
  class ReadCallback {
   public:
    virtual void getReadBuffer(void** buffer, std::size_t* size) noexcept = 0;
    virtual void onDataAvailable(const SocketAddress& client, std::size_t size, bool truncated) noexcept = 0;
    virtual void onNotifyDataAvailable(AsyncUDPSocket& socket) noexcept;
    virtual void onReadError(const AsyncSocketException& error) noexcept = 0;
    virtual void onReadClosed() noexcept = 0;
  };
  class ErrMessageCallback {
   public:
    virtual void errMessage(const int& message) noexcept = 0;
    virtual void errMessageError(const AsyncSocketException& error) noexcept = 0;
  };
};
class AsyncUDPServerSocket {
 public:
  class Callback {
   public:
    virtual void onListenStarted() noexcept = 0;
    virtual void onListenStopped() noexcept = 0;
    virtual void onListenPaused() noexcept;
    virtual void onListenResumed() noexcept;
    virtual void onDataAvailable(std::shared_ptr<AsyncUDPSocket> socket, const SocketAddress& client,
                                 std::unique_ptr<IOBuf> data) noexcept = 0;
  };
};
class AsyncPipeReader {
 public:
  void setCloseCallback(Function<void(int)> callback);
};
class AsyncPipeWriter {
 public:
  void setCloseCallback(Function<void(int)> callback);
};

namespace fibers {
class FiberManager {
 public:
  template <class F>
  void addTask(F&& function);
  template <class F>
  void addTaskEager(F&& function);
  template <class F>
  void addTaskRemote(F&& function);
  template <class F>
  auto addTaskFuture(F&& function);
  template <class F>
  auto addTaskEagerFuture(F&& function);
  template <class F>
  auto addTaskRemoteFuture(F&& function);
  template <class F, class G>
  void addTaskFinally(F&& function, G&& then);
  template <class F, class G>
  void addTaskFinallyEager(F&& function, G&& then);
  template <class F>
  auto runInMainContext(F&& function);
};
template <class F>
auto runInMainContext(F&& function);
}  // namespace fibers

}  // namespace folly
