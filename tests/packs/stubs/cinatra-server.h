// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of cinatra's server, as far as the pack names it.
#pragma once

#include <functional>
#include <string>
#include <system_error>

namespace cinatra {

enum class http_method { GET, POST };

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

}  // namespace cinatra
