// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of wangle, as far as its pack names it.
#pragma once
#include <functional>
#include <memory>
#include <string>

namespace folly {
class EventBase;
class SocketAddress;
}  // namespace folly

namespace wangle {

template <class Context>
class HandlerBase {
 public:
  virtual void attachPipeline(Context* context);
  virtual void detachPipeline(Context* context);
};
class HandlerContext;

template <class In, class Out = In>
class Handler : public HandlerBase<HandlerContext> {
 public:
  virtual void read(HandlerContext* context, In message) = 0;
  virtual void readEOF(HandlerContext* context);
  virtual void readException(HandlerContext* context, int error);
  virtual void transportActive(HandlerContext* context);
  virtual void transportInactive(HandlerContext* context);
  virtual int write(HandlerContext* context, Out message) = 0;
  virtual int writeException(HandlerContext* context, int error);
  virtual int close(HandlerContext* context);
};
template <class In>
class InboundHandler : public HandlerBase<HandlerContext> {
 public:
  virtual void read(HandlerContext* context, In message) = 0;
  virtual void readEOF(HandlerContext* context);
  virtual void readException(HandlerContext* context, int error);
  virtual void transportActive(HandlerContext* context);
  virtual void transportInactive(HandlerContext* context);
};
template <class Out>
class OutboundHandler : public HandlerBase<HandlerContext> {
 public:
  virtual int write(HandlerContext* context, Out message) = 0;
  virtual int writeException(HandlerContext* context, int error);
  virtual int close(HandlerContext* context);
};
template <class R>
class HandlerAdapter : public Handler<R> {
 public:
  virtual void read(HandlerContext* context, R message) override;
  virtual int write(HandlerContext* context, R message) override;
};

template <class Pipeline>
class PipelineFactory {
 public:
  virtual std::shared_ptr<Pipeline> newPipeline(std::shared_ptr<int> socket) = 0;
};
class Acceptor {
 public:
  virtual bool canAccept(const folly::SocketAddress& client);
  virtual bool isPeerAddressAllowlisted(const folly::SocketAddress& client);
  virtual void onNewConnection(std::unique_ptr<int> socket, const folly::SocketAddress* client);
  virtual void onConnectionsDrained();
  virtual void plaintextConnectionReady(std::unique_ptr<int> socket, const folly::SocketAddress& client);
  virtual void sslConnectionReady(std::unique_ptr<int> socket, const folly::SocketAddress& client);
  virtual void sslConnectionError(const int& error);
};
class AcceptPipelineFactory {
 public:
  virtual std::shared_ptr<int> newPipeline(Acceptor* acceptor) = 0;
};
class ManagedConnection {
 public:
  virtual void notifyPendingShutdown() = 0;
  virtual void closeWhenIdle() = 0;
  virtual void dropConnection(const std::string& message) = 0;
};
template <class Request, class Response>
class Service {
 public:
  virtual Response operator()(Request request) = 0;
};
template <class Pipeline>
class ServerBootstrap {
 public:
  void stop();
  void join();
  void waitForStop();
};
class FilePoller {
 public:
  void addFileToTrack(const std::string& name, std::function<void()> touched, std::function<void()> untouched);
};

}  // namespace wangle
