// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of proxygen, as far as its pack names it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace folly {
class EventBase;
class IOBuf;
class AsyncTransport;
class AsyncSocketException;
}  // namespace folly

namespace proxygen {

class HTTPMessage;
class HTTPHeaders;
class HTTPException;
class HTTPTransaction;
class HTTPSessionBase;
class HTTPUpstreamSession;
enum class ErrorCode;
enum class ProxygenError;
enum class UpgradeProtocol;

class ResponseHandler {
 public:
  virtual void sendHeaders(HTTPMessage& message) noexcept = 0;
  virtual void sendChunkHeader(std::size_t length) noexcept = 0;
  virtual void sendBody(std::unique_ptr<folly::IOBuf> body) noexcept = 0;
  virtual void sendChunkTerminator() noexcept = 0;
  virtual void sendEOM() noexcept = 0;
  virtual void sendAbort(ErrorCode code) noexcept = 0;
  virtual void refreshTimeout() noexcept = 0;
  virtual void pauseIngress() noexcept = 0;
  virtual void resumeIngress() noexcept = 0;
};
class RequestHandler {
 public:
  virtual void onRequest(std::unique_ptr<HTTPMessage> headers) noexcept = 0;
  virtual void onBody(std::unique_ptr<folly::IOBuf> body) noexcept = 0;
  virtual void onUpgrade(UpgradeProtocol protocol) noexcept = 0;
  virtual void onEOM() noexcept = 0;
  virtual void requestComplete() noexcept = 0;
  virtual void onError(ProxygenError error) noexcept = 0;
  virtual void onGoaway(ErrorCode code) noexcept;
  virtual void onEgressPaused() noexcept;
  virtual void onEgressResumed() noexcept;
  virtual bool canHandleExpect() noexcept;
};
class RequestHandlerFactory {
 public:
  virtual void onServerStart(folly::EventBase* base) noexcept = 0;
  virtual void onServerStop() noexcept = 0;
  virtual RequestHandler* onRequest(RequestHandler* handler, HTTPMessage* message) noexcept = 0;
};
class HTTPTransactionHandler {
 public:
  virtual void setTransaction(HTTPTransaction* transaction) noexcept = 0;
  virtual void detachTransaction() noexcept = 0;
  virtual void onHeadersComplete(std::unique_ptr<HTTPMessage> message) noexcept = 0;
  virtual void onBody(std::unique_ptr<folly::IOBuf> chain) noexcept = 0;
  virtual void onBodyWithOffset(std::uint64_t offset, std::unique_ptr<folly::IOBuf> chain);
  virtual void onChunkHeader(std::size_t length) noexcept;
  virtual void onChunkComplete() noexcept;
  virtual void onTrailers(std::unique_ptr<HTTPHeaders> trailers) noexcept = 0;
  virtual void onEOM() noexcept = 0;
  virtual void onUpgrade(UpgradeProtocol protocol) noexcept = 0;
  virtual void onError(const HTTPException& error) noexcept = 0;
  virtual void onInvariantViolation(const HTTPException& error) noexcept;
  virtual void onEgressPaused() noexcept = 0;
  virtual void onEgressResumed() noexcept = 0;
  virtual void onPushedTransaction(HTTPTransaction* transaction) noexcept;
  virtual void onGoaway(ErrorCode code) noexcept;
  virtual void onDatagram(std::unique_ptr<folly::IOBuf> datagram) noexcept;
};
class HTTPConnector {
 public:
  class Callback {
   public:
    virtual void connectSuccess(HTTPUpstreamSession* session) = 0;
    virtual void connectError(const folly::AsyncSocketException& error) = 0;
    virtual void preConnect(folly::AsyncTransport* transport);
  };
};
class HTTPSessionBase {
 public:
  class InfoCallback {
   public:
    virtual void onCreate(const HTTPSessionBase& session);
    virtual void onTransportReady(const HTTPSessionBase& session);
    virtual void onConnectionError(const HTTPSessionBase& session);
    virtual void onFullHandshakeCompletion(const HTTPSessionBase& session);
    virtual void onIngressError(const HTTPSessionBase& session, ProxygenError error);
    virtual void onIngressEOF();
    virtual void onRead(const HTTPSessionBase& session, std::size_t size);
    virtual void onWrite(const HTTPSessionBase& session, std::size_t size);
    virtual void onRequestBegin(const HTTPSessionBase& session);
    virtual void onRequestEnd(const HTTPSessionBase& session, std::uint32_t queued);
    virtual void onActivateConnection(const HTTPSessionBase& session);
    virtual void onDeactivateConnection(const HTTPSessionBase& session);
    virtual void onDestroy(const HTTPSessionBase& session);
    virtual void onIngressMessage(const HTTPSessionBase& session, const HTTPMessage& message);
    virtual void onTransactionAttached(const HTTPSessionBase& session);
    virtual void onTransactionDetached(const HTTPSessionBase& session);
    virtual void onPingReplySent(std::int64_t latency);
    virtual void onPingReplyReceived();
  };
};
class HTTPServer {
 public:
  void start(std::function<void()> on_success = nullptr);
  void stop();
};

namespace coro {
class HTTPHandler {
 public:
  virtual int handleRequest(folly::EventBase* base, std::shared_ptr<int> session, int request) = 0;
};
}  // namespace coro

}  // namespace proxygen
