// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of the clients of cinatra and coro_rpc, as far as their pack names them.
#pragma once
#include <string>

namespace cinatra {

struct resp_data {};

class coro_http_client {
 public:
  resp_data get(std::string uri);
  resp_data post(std::string uri, std::string content, int type);
  resp_data download(std::string uri, std::string filename);
};

}  // namespace cinatra

namespace coro_rpc {

class coro_rpc_client {
 public:
  int sync_connect(const std::string& host, const std::string& port);
  template <auto function, typename... Args>
  int sync_call(Args&&... args);
};

}  // namespace coro_rpc
