// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of libhv, as far as the pack names it.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>

extern "C" {
typedef struct hloop_s hloop_t;
typedef struct hio_s hio_t;
typedef struct hevent_s hevent_t;
typedef struct hidle_s hidle_t;
typedef struct htimer_s htimer_t;
typedef struct hsignal_s hsignal_t;
typedef void (*hevent_cb)(hevent_t* event);
typedef void (*hio_cb)(hio_t* io);
typedef void (*hidle_cb)(hidle_t* idle);
typedef void (*htimer_cb)(htimer_t* timer);
typedef void (*hsignal_cb)(hsignal_t* signal);
typedef void (*haccept_cb)(hio_t* io);
typedef void (*hconnect_cb)(hio_t* io);
typedef void (*hread_cb)(hio_t* io, void* bytes, int count);
typedef void (*hwrite_cb)(hio_t* io, const void* bytes, int count);
typedef void (*hclose_cb)(hio_t* io);
typedef void (*hio_send_heartbeat_fn)(hio_t* io);

int hloop_run(hloop_t* loop);
hidle_t* hidle_add(hloop_t* loop, hidle_cb callback, unsigned repeat);
htimer_t* htimer_add(hloop_t* loop, htimer_cb callback, unsigned milliseconds, unsigned repeat);
int hio_add(hio_t* io, hio_cb callback, int events);
void hio_setcb_accept(hio_t* io, haccept_cb callback);
void hio_setcb_connect(hio_t* io, hconnect_cb callback);
void hio_setcb_read(hio_t* io, hread_cb callback);
void hio_setcb_write(hio_t* io, hwrite_cb callback);
void hio_setcb_close(hio_t* io, hclose_cb callback);
hio_t* hloop_create_tcp_server(hloop_t* loop, const char* host, int port, haccept_cb callback);
hio_t* hloop_create_ssl_server(hloop_t* loop, const char* host, int port, haccept_cb callback);
hio_t* hloop_create_tcp_client(hloop_t* loop, const char* host, int port, hconnect_cb connected, hclose_cb closed);
hio_t* hloop_create_ssl_client(hloop_t* loop, const char* host, int port, hconnect_cb connected, hclose_cb closed);
}

class HttpRequest {};
class HttpResponse {};
using HttpRequestPtr = std::shared_ptr<HttpRequest>;
using HttpResponsePtr = std::shared_ptr<HttpResponse>;
using HttpResponseCallback = std::function<void(const HttpResponsePtr&)>;
struct http_client_t;

int http_client_send(http_client_t* client, HttpRequest* request, HttpResponse* response);
int http_client_send(HttpRequest* request, HttpResponse* response);
int http_client_send_async(http_client_t* client, HttpRequestPtr request, HttpResponseCallback callback = nullptr);
int http_client_send_async(HttpRequestPtr request, HttpResponseCallback callback = nullptr);
int http_client_connect(http_client_t* client, const char* host, int port, int https, int timeout);
int http_client_send_header(http_client_t* client, HttpRequest* request);
int http_client_send_data(http_client_t* client, const char* bytes, int count);
int http_client_recv_data(http_client_t* client, char* bytes, int count);
int http_client_recv_response(http_client_t* client, HttpResponse* response);

class HThreadPool {
 public:
  virtual ~HThreadPool();
  template <class Function, class... Arguments>
  auto commit(Function&& function, Arguments&&... arguments) -> std::future<void>;
  int wait();
  int stop();
};

namespace hv {

class Buffer;
class Channel {
 public:
  virtual ~Channel();
  std::function<void(Buffer*)> onread;
  std::function<void(Buffer*)> onwrite;
  std::function<void()> onclose;
};
class SocketChannel : public Channel {
 public:
  std::function<void()> onconnect;
  std::function<void()> heartbeat;
};
using SocketChannelPtr = std::shared_ptr<SocketChannel>;

class EventLoop {
 public:
  using TimerCallback = std::function<void(unsigned long)>;
  void run();
  unsigned long setTimer(int milliseconds, TimerCallback callback, unsigned repeat = 0);
  unsigned long setTimerInLoop(int milliseconds, TimerCallback callback, unsigned repeat = 0);
  unsigned long setTimeout(int milliseconds, TimerCallback callback);
  unsigned long setInterval(int milliseconds, TimerCallback callback);
  bool isInLoopThread();
  void runInLoop(std::function<void()> function);
  void queueInLoop(std::function<void()> function);
  void postEvent(std::function<void(int*)> callback);
};
unsigned long setTimer(int milliseconds, EventLoop::TimerCallback callback, unsigned repeat = 0);
unsigned long setTimeout(int milliseconds, EventLoop::TimerCallback callback);
unsigned long setInterval(int milliseconds, EventLoop::TimerCallback callback);

class EventLoopThread {
 public:
  void join();
};
class EventLoopThreadPool {
 public:
  void join();
};

template <class Function, class... Arguments>
auto async(Function&& function, Arguments&&... arguments) -> std::future<void>;

template <class T>
class TcpServerEventLoopTmpl {
 public:
  std::function<void(const SocketChannelPtr&)> onConnection;
  std::function<void(const SocketChannelPtr&, Buffer*)> onMessage;
  std::function<void(const SocketChannelPtr&, Buffer*)> onWriteComplete;
};
template <class T>
class TcpClientEventLoopTmpl {
 public:
  std::function<void(const SocketChannelPtr&)> onConnection;
  std::function<void(const SocketChannelPtr&, Buffer*)> onMessage;
  std::function<void(const SocketChannelPtr&, Buffer*)> onWriteComplete;
};
template <class T>
class UdpServerEventLoopTmpl {
 public:
  std::function<void(const SocketChannelPtr&, Buffer*)> onMessage;
  std::function<void(const SocketChannelPtr&, Buffer*)> onWriteComplete;
};
template <class T>
class UdpClientEventLoopTmpl {
 public:
  std::function<void(const SocketChannelPtr&, Buffer*)> onMessage;
  std::function<void(const SocketChannelPtr&, Buffer*)> onWriteComplete;
};

class WebSocketClient {
 public:
  std::function<void()> onopen;
  std::function<void()> onclose;
  std::function<void(const std::string&)> onmessage;
};
struct WebSocketService {
  std::function<void(int, const HttpRequestPtr&)> onopen;
  std::function<void(int, const std::string&)> onmessage;
  std::function<void(int)> onclose;
};

class HttpResponseWriter {};

class HttpClient {
 public:
  int send(HttpRequest* request, HttpResponse* response);
  int sendAsync(HttpRequestPtr request, HttpResponseCallback callback = nullptr);
  int connect(const char* host, int port);
  int sendHeader(HttpRequest* request);
  int sendData(const char* bytes, int count);
  int recvData(char* bytes, int count);
  int recvResponse(HttpResponse* response);
};

struct HttpService {
  template <class Handler>
  void GET(const char* path, Handler handler);
  template <class Handler>
  void POST(const char* path, Handler handler);
  template <class Handler>
  void PUT(const char* path, Handler handler);
  template <class Handler>
  void Delete(const char* path, Handler handler);
  template <class Handler>
  void PATCH(const char* path, Handler handler);
  template <class Handler>
  void HEAD(const char* path, Handler handler);
  template <class Handler>
  void Any(const char* path, Handler handler);
  template <class Handler>
  void Use(Handler handler);
  template <class Handler>
  void Handle(const char* method, const char* path, Handler handler);
};

}  // namespace hv

using HttpResponseWriterPtr = std::shared_ptr<hv::HttpResponseWriter>;

namespace requests {
using Request = HttpRequestPtr;
using Response = HttpResponsePtr;
Response request(Request request);
Response get(const char* url);
Response post(const char* url);
Response put(const char* url);
Response patch(const char* url);
Response Delete(const char* url);
Response head(const char* url);
Response uploadFile(const char* url, const char* path);
Response uploadFormFile(const char* url, const char* name, const char* path);
Response uploadLargeFile(const char* url, const char* path);
Response uploadLargeFormFile(const char* url, const char* name, const char* path);
std::size_t downloadFile(const char* url, const char* path);
int async(Request request, HttpResponseCallback callback);
}  // namespace requests
