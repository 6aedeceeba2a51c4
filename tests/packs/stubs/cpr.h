// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of cpr, as far as its pack names it.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cpr {

struct Response {};

template <typename T, bool is_cancellable = false>
class AsyncWrapper {
 public:
  T get();
  void wait() const;
  template <class Rep, class Period>
  int wait_for(const std::chrono::duration<Rep, Period>& timeout) const;
  template <class Clock, class Duration>
  int wait_until(const std::chrono::time_point<Clock, Duration>& time) const;
};
using AsyncResponse = AsyncWrapper<Response>;

class Timeout {
 public:
  Timeout(int milliseconds);
};

class ConnectTimeout : public Timeout {
 public:
  ConnectTimeout(int milliseconds);
};

class LowSpeed {
 public:
  LowSpeed(int limit, int time);
};

class Session {
 public:
  Session();
  void SetTimeout(const Timeout& timeout);
  void SetConnectTimeout(const ConnectTimeout& timeout);
  void SetLowSpeed(const LowSpeed& low);
  void SetOption(const Timeout& timeout);
  long GetDownloadFileLength();
  Response Get();
  Response Post();
  Response Put();
  Response Patch();
  Response Delete();
  Response Head();
  Response Options();
  Response Download(const std::string& file);
  template <typename Then>
  auto GetCallback(Then then);
  template <typename Then>
  auto PostCallback(Then then);
  template <typename Then>
  auto PutCallback(Then then);
  template <typename Then>
  auto PatchCallback(Then then);
  template <typename Then>
  auto DeleteCallback(Then then);
  template <typename Then>
  auto HeadCallback(Then then);
  template <typename Then>
  auto OptionsCallback(Then then);
  template <typename Then>
  auto DownloadCallback(Then then);
};

class MultiPerform {
 public:
  std::vector<Response> Get();
  std::vector<Response> Post();
  std::vector<Response> Put();
  std::vector<Response> Patch();
  std::vector<Response> Delete();
  std::vector<Response> Head();
  std::vector<Response> Options();
  std::vector<Response> Download();
  std::vector<Response> Perform();
};

#define CPR_METHOD(name)          \
  template <typename... Ts>       \
  Response name(Ts&&... ts);      \
  template <typename Then>        \
  auto name##Callback(Then then); \
  template <typename... Ts>       \
  std::vector<Response> Multi##name(Ts&&... ts);

CPR_METHOD(Get)
CPR_METHOD(Post)
CPR_METHOD(Put)
CPR_METHOD(Patch)
CPR_METHOD(Delete)
CPR_METHOD(Head)
CPR_METHOD(Options)
#undef CPR_METHOD

template <typename... Ts>
Response Download(const std::string& file, Ts&&... ts);

template <class Fn, class... Args>
auto async(Fn&& fn, Args&&... args);

}  // namespace cpr
