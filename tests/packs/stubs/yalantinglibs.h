// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of coro_io and coro_rpc, as far as their pack names it.
#pragma once
#include <cstddef>
#include <functional>
#include <ios>
#include <string>
#include <string_view>

namespace async_simple {
class Executor {
 public:
  using Func = std::function<void()>;
  virtual bool schedule(Func function) = 0;
  virtual bool checkin(Func function, void* context);
};
namespace coro {
class DispatchAwaitable;
DispatchAwaitable dispatch(Executor* executor);
}  // namespace coro
}  // namespace async_simple

namespace coro_io {

template <class Implementation = int>
class ExecutorWrapper : public async_simple::Executor {
 public:
  bool schedule(Func function) override;
  bool checkin(Func function, void* context) override;
};

template <class T>
auto get_global_executor(unsigned threads);
template <class T>
auto get_global_block_executor(unsigned threads);

template <class Function>
auto post(Function function, ExecutorWrapper<>* executor);
template <class Function, class Executor>
auto dispatch(Function function, Executor executor);

template <class Socket, class Buffer>
auto read(Socket& socket, Buffer&& buffer);
template <class Socket, class Buffer>
auto read_some(Socket& socket, Buffer&& buffer);
template <class Socket, class Buffer>
auto write(Socket& socket, Buffer&& buffer);
template <class Acceptor, class Socket>
auto accept(Acceptor& acceptor, Socket& socket);
template <class Executor, class Socket>
auto connect(Executor& executor, Socket& socket, const std::string& host, const std::string& port);

template <int type>
class basic_seq_coro_file {
 public:
  bool open(std::string_view path, std::ios::openmode mode);
  bool seek(std::size_t offset, std::ios_base::seekdir direction);
  std::size_t file_size() const;
};
template <int type>
class basic_random_coro_file {
 public:
  bool open(std::string_view path, std::ios::openmode mode);
  std::size_t file_size() const;
};

class io_context_pool {
 public:
  void run();
  void stop();
};
class multithread_context_pool {
 public:
  void run();
  void stop();
};

}  // namespace coro_io

namespace coro_rpc {

template <class Result, class Protocol>
class context_base;

template <class Configuration>
class coro_rpc_server_base {
 public:
  template <auto first, auto... functions>
  void register_handler();
  void client_filter(std::function<bool(const int&)> filter);
  void add_subserver(std::function<void(int)> dispatcher);
  int start();
  void stop();
};

}  // namespace coro_rpc
