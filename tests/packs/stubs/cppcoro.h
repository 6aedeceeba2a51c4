// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of cppcoro, as far as its pack names it.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>

namespace cppcoro {

template <class T = void>
class task;
template <class T = void>
class shared_task;
template <class T>
class async_generator;
template <class T>
class generator;
template <class T>
class recursive_generator;

class cancellation_token;
class cancellation_registration {
 public:
  template <class Callback>
  cancellation_registration(cancellation_token token, Callback&& callback);
};

class io_service {
 public:
  class schedule_operation;
  class timed_schedule_operation;
  schedule_operation schedule() noexcept;
  template <class Rep, class Period>
  timed_schedule_operation schedule_after(const std::chrono::duration<Rep, Period>& delay, cancellation_token token);
  std::uint64_t process_events();
  std::uint64_t process_pending_events();
  std::uint64_t process_one_event();
  std::uint64_t process_one_pending_event();
};

class static_thread_pool {
 public:
  class schedule_operation;
  ~static_thread_pool();
  schedule_operation schedule() noexcept;
};

template <class Scheduler, class Awaitable>
auto schedule_on(Scheduler& scheduler, Awaitable awaitable);
template <class Scheduler, class Awaitable>
auto resume_on(Scheduler& scheduler, Awaitable awaitable);
template <class Awaitable>
auto sync_wait(Awaitable&& awaitable);

enum class file_open_mode;
enum class file_share_mode;
enum class file_buffering_mode;

class writable_file {
 public:
  void set_size(std::uint64_t size);
};
class read_only_file {
 public:
  static read_only_file open(io_service& io, const std::filesystem::path& path, file_share_mode share,
                             file_buffering_mode buffering);
};
class write_only_file : public writable_file {
 public:
  static write_only_file open(io_service& io, const std::filesystem::path& path, file_open_mode mode,
                              file_share_mode share, file_buffering_mode buffering);
};
class read_write_file : public writable_file {
 public:
  static read_write_file open(io_service& io, const std::filesystem::path& path, file_open_mode mode,
                              file_share_mode share, file_buffering_mode buffering);
};

}  // namespace cppcoro
