// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of Crow, as far as the pack names it.
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <string>

namespace crow {

struct request {};
struct response {
  void write(const std::string& part);
  void end();
  void set_static_file_info(std::string path, std::string type = "");
  void set_static_file_info_unsafe(std::string path, std::string type = "");
};

class CatchallRule {
 public:
  template <class Function>
  void operator()(Function&& function);
};

class DynamicRule {
 public:
  template <class Function>
  void operator()(Function function);
  template <class Function>
  void operator()(std::string name, Function&& function);
};

template <class... Arguments>
class TaggedRule {
 public:
  template <class Function>
  void operator()(Function&& function);
  template <class Function>
  void operator()(std::string name, Function&& function);
};

template <class App>
class WebSocketRule {
 public:
  template <class Function>
  WebSocketRule& onopen(Function function);
  template <class Function>
  WebSocketRule& onmessage(Function function);
  template <class Function>
  WebSocketRule& onclose(Function function);
  template <class Function>
  WebSocketRule& onerror(Function function);
  WebSocketRule& onaccept(std::function<bool(const request&, void**)>&& function);
};

template <class... Middlewares>
class Crow {
 public:
  template <class Function>
  Crow& exception_handler(Function&& function);
  template <class Duration, class Function>
  Crow& tick(Duration interval, Function function);
  void run();
  std::future<void> run_async();
  std::cv_status wait_for_server_start(std::chrono::milliseconds limit);
};

}  // namespace crow
