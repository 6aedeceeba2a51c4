// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of IXWebSocket, as far as the pack names it.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace ix {

using HttpResponsePtr = std::shared_ptr<int>;
using HttpRequestArgsPtr = std::shared_ptr<int>;

class HttpClient {
 public:
  HttpResponsePtr get(const std::string& url, HttpRequestArgsPtr arguments);
  HttpResponsePtr head(const std::string& url, HttpRequestArgsPtr arguments);
  HttpResponsePtr Delete(const std::string& url, HttpRequestArgsPtr arguments);
  HttpResponsePtr post(const std::string& url, const std::string& body, HttpRequestArgsPtr arguments);
  HttpResponsePtr put(const std::string& url, const std::string& body, HttpRequestArgsPtr arguments);
  HttpResponsePtr patch(const std::string& url, const std::string& body, HttpRequestArgsPtr arguments);
  HttpResponsePtr request(const std::string& url, const std::string& verb, const std::string& body,
                          HttpRequestArgsPtr arguments);
  bool performRequest(HttpRequestArgsPtr request, const std::function<void(const HttpResponsePtr&)>& done);
};

class WebSocket {
 public:
  int connect(int seconds);
  void run();
  void stop();
  int send(const std::string& data);
  int sendText(const std::string& text);
  int sendBinary(const std::string& data);
  int sendUtf8Text(const std::string& text);
  void setOnMessageCallback(const std::function<void(const int&)>& callback);
};

class SocketServer {
 public:
  virtual ~SocketServer();
  virtual void stop();
  void wait();
};

class WebSocketServer : public SocketServer {
 public:
  void stop() final;
  void setOnConnectionCallback(const std::function<void(std::weak_ptr<WebSocket>)>& callback);
  void setOnClientMessageCallback(const std::function<void(WebSocket&, const int&)>& callback);
};

class HttpServer : public WebSocketServer {
 public:
  void setOnConnectionCallback(const std::function<HttpResponsePtr(HttpRequestArgsPtr)>& callback);
};

}  // namespace ix
