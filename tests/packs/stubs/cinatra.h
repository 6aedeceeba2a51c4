// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of cinatra, as far as the pack names it.
#pragma once

#include <functional>
#include <string>
#include <system_error>

namespace cinatra {

enum class http_method { GET, POST };
struct resp_data {};

class coro_http_router {
 public:
  template <http_method method, class Function, class... Aspects>
  void set_http_handler(std::string key, Function handler, Aspects&&... aspects);
};

class coro_http_server {
 public:
  std::error_code sync_start() noexcept;
  void stop();
  template <http_method... method, class Function, class... Aspects>
  void set_http_handler(std::string key, Function handler, Aspects&&... aspects);
  void set_default_handler(std::function<void(int&, int&)> handler);
};

class coro_http_client {
 public:
  resp_data get(std::string uri);
  resp_data post(std::string uri, std::string content);
  resp_data download(std::string uri, std::string file);
};

}  // namespace cinatra
