// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of uWebSockets and uSockets, as far as the pack names it.
#pragma once

#include <string>
#include <string_view>

extern "C" {
struct us_loop_t;
struct us_timer_t;
struct us_socket_t;
struct us_listen_socket_t;
struct us_socket_context_t;

us_loop_t* us_create_loop(void* hint, void (*wakeup)(us_loop_t*), void (*before)(us_loop_t*), void (*after)(us_loop_t*),
                          unsigned extension);
void us_loop_run(us_loop_t* loop);
int us_socket_write(int tls, us_socket_t* socket, const char* data, int length, int more);
void us_timer_set(us_timer_t* timer, void (*callback)(us_timer_t*), int milliseconds, int repeat);
void us_socket_context_on_server_name(int tls, us_socket_context_t* context,
                                      void (*callback)(us_socket_context_t*, const char*));
void us_socket_context_on_pre_open(int tls, us_socket_context_t* context, int (*callback)(us_socket_context_t*, int));
void us_socket_context_on_open(int tls, us_socket_context_t* context,
                               us_socket_t* (*callback)(us_socket_t*, int, char*, int));
void us_socket_context_on_close(int tls, us_socket_context_t* context,
                                us_socket_t* (*callback)(us_socket_t*, int, void*));
void us_socket_context_on_data(int tls, us_socket_context_t* context,
                               us_socket_t* (*callback)(us_socket_t*, char*, int));
void us_socket_context_on_writable(int tls, us_socket_context_t* context, us_socket_t* (*callback)(us_socket_t*));
void us_socket_context_on_timeout(int tls, us_socket_context_t* context, us_socket_t* (*callback)(us_socket_t*));
void us_socket_context_on_long_timeout(int tls, us_socket_context_t* context, us_socket_t* (*callback)(us_socket_t*));
void us_socket_context_on_connect_error(int tls, us_socket_context_t* context,
                                        us_socket_t* (*callback)(us_socket_t*, int));
void us_socket_context_on_end(int tls, us_socket_context_t* context, us_socket_t* (*callback)(us_socket_t*));
}

namespace ofats {
template <class Signature>
class any_invocable {
 public:
  template <class Function>
  any_invocable(Function&& function);
  any_invocable(std::nullptr_t) noexcept;
  any_invocable& operator=(any_invocable&& other) noexcept;
};
}  // namespace ofats

namespace uWS {

template <class Signature>
using MoveOnlyFunction = ofats::any_invocable<Signature>;

class HttpRequest;
class Loop {
 public:
  void defer(MoveOnlyFunction<void()>&& function);
  void addPostHandler(void* key, MoveOnlyFunction<void(Loop*)>&& handler);
  void addPreHandler(void* key, MoveOnlyFunction<void(Loop*)>&& handler);
  void run();
};
inline void run();

template <bool tls>
class HttpResponse {
 public:
  HttpResponse* cork(MoveOnlyFunction<void()>&& handler);
  HttpResponse* onWritable(MoveOnlyFunction<bool(unsigned long)>&& handler);
  HttpResponse* onAborted(MoveOnlyFunction<void()>&& handler);
  void onData(MoveOnlyFunction<void(std::string_view, bool)>&& handler);
  void onDataV2(MoveOnlyFunction<void(std::string_view, unsigned long)>&& handler);
};

template <bool tls, bool is_server, class UserData>
class WebSocket {
 public:
  void cork(MoveOnlyFunction<void()>&& handler);
};

template <bool tls>
class TemplatedApp {
 public:
  using Handler = MoveOnlyFunction<void(HttpResponse<tls>*, HttpRequest*)>;
  using ListenHandler = MoveOnlyFunction<void(us_listen_socket_t*)>;

  template <class UserData>
  struct WebSocketBehavior {
    using Socket = WebSocket<tls, true, UserData>;
    MoveOnlyFunction<void(HttpResponse<tls>*, HttpRequest*, us_socket_context_t*)> upgrade = nullptr;
    MoveOnlyFunction<void(Socket*)> open = nullptr;
    MoveOnlyFunction<void(Socket*, std::string_view, int)> message = nullptr;
    MoveOnlyFunction<void(Socket*, std::string_view, int)> dropped = nullptr;
    MoveOnlyFunction<void(Socket*)> drain = nullptr;
    MoveOnlyFunction<void(Socket*, std::string_view)> ping = nullptr;
    MoveOnlyFunction<void(Socket*, std::string_view)> pong = nullptr;
    MoveOnlyFunction<void(Socket*, std::string_view, int, int)> subscription = nullptr;
    MoveOnlyFunction<void(Socket*, int, std::string_view)> close = nullptr;
  };

  template <class UserData>
  TemplatedApp&& ws(std::string pattern, WebSocketBehavior<UserData>&& behavior);
  TemplatedApp&& get(std::string pattern, Handler&& handler);
  TemplatedApp&& post(std::string pattern, Handler&& handler);
  TemplatedApp&& put(std::string pattern, Handler&& handler);
  TemplatedApp&& del(std::string pattern, Handler&& handler);
  TemplatedApp&& patch(std::string pattern, Handler&& handler);
  TemplatedApp&& options(std::string pattern, Handler&& handler);
  TemplatedApp&& head(std::string pattern, Handler&& handler);
  TemplatedApp&& any(std::string pattern, Handler&& handler);
  TemplatedApp&& connect(std::string pattern, Handler&& handler);
  TemplatedApp&& trace(std::string pattern, Handler&& handler);
  TemplatedApp&& filter(MoveOnlyFunction<void(HttpResponse<tls>*, int)>&& handler);
  TemplatedApp&& missingServerName(MoveOnlyFunction<void(const char*)> handler);
  TemplatedApp&& listen(std::string host, int port, int options, ListenHandler&& handler);
  TemplatedApp&& listen(int port, ListenHandler&& handler);
  TemplatedApp&& listen(ListenHandler&& handler, std::string path);
  TemplatedApp&& run();
};

using App = TemplatedApp<false>;
using SSLApp = TemplatedApp<true>;

}  // namespace uWS
