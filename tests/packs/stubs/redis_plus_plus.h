// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of redis-plus-plus, as far as its pack names it, with a few commands for the many.
#pragma once
#include <functional>
#include <future>
#include <string>

namespace sw {
namespace redis {

struct ConnectionOptions {};

class Subscriber {
 public:
  void on_message(std::function<void(std::string, std::string)> callback);
  void on_pmessage(std::function<void(std::string, std::string, std::string)> callback);
  void on_smessage(std::function<void(std::string, std::string)> callback);
  void on_meta(std::function<void(int, std::string, long long)> callback);
  void subscribe(const std::string& channel);
  void psubscribe(const std::string& pattern);
  void ssubscribe(const std::string& channel);
  void unsubscribe();
  void punsubscribe();
  void sunsubscribe();
  void consume();
};

template <typename Impl>
class QueuedRedis {
 public:
  QueuedRedis& set(const std::string& key, const std::string& value);
  void exec();
  void discard();
};

class Redis {
 public:
  explicit Redis(const ConnectionOptions& options);
  Redis(const Redis&) = delete;
  Redis& operator=(const Redis&) = delete;
  Redis(Redis&&) noexcept;
  Redis& operator=(Redis&&) noexcept;
  ~Redis();
  QueuedRedis<int> pipeline(bool new_connection = true);
  QueuedRedis<bool> transaction(bool piped = false, bool new_connection = true);
  Subscriber subscriber();
  template <typename... Args>
  int command(Args&&... args);
  std::string ping();
  std::string get(const std::string& key);
  bool set(const std::string& key, const std::string& value);
  long long publish(const std::string& channel, const std::string& message);

 private:
  template <typename... Args>
  int _command(Args&&... args);
};

class RedisCluster {
 public:
  explicit RedisCluster(const ConnectionOptions& options);
  ~RedisCluster();
  RedisCluster& operator=(RedisCluster&&);
  Redis redis(const std::string& hash_tag, bool new_connection = true);
  QueuedRedis<int> pipeline(const std::string& hash_tag, bool new_connection = true);
  QueuedRedis<bool> transaction(const std::string& hash_tag, bool piped = false, bool new_connection = true);
  Subscriber subscriber();
  void for_each(std::function<void(Redis&)> callback);
  std::string get(const std::string& key);

 private:
  template <typename... Args>
  int _command(Args&&... args);
};

class AsyncSubscriber {
 public:
  void on_message(std::function<void(std::string, std::string)> callback);
  void on_pmessage(std::function<void(std::string, std::string, std::string)> callback);
  void on_smessage(std::function<void(std::string, std::string)> callback);
  void on_meta(std::function<void(int, std::string, long long)> callback);
  void on_error(std::function<void(std::exception_ptr)> callback);
  std::future<void> subscribe(const std::string& channel);
  std::future<void> unsubscribe();
  std::future<void> psubscribe(const std::string& pattern);
  std::future<void> punsubscribe();
  std::future<void> ssubscribe(const std::string& channel);
  std::future<void> sunsubscribe();
};

class AsyncRedis {
 public:
  explicit AsyncRedis(const ConnectionOptions& options);
  ~AsyncRedis();
  AsyncRedis& operator=(AsyncRedis&&);
  AsyncSubscriber subscriber();
  std::future<std::string> get(const std::string& key);
  void get(const std::string& key, std::function<void(std::future<std::string>&&)> callback);
};

class AsyncRedisCluster {
 public:
  explicit AsyncRedisCluster(const ConnectionOptions& options);
  ~AsyncRedisCluster();
  AsyncRedisCluster& operator=(AsyncRedisCluster&&);
  AsyncSubscriber subscriber();
  std::future<std::string> get(const std::string& key);
};

}  // namespace redis
}  // namespace sw
