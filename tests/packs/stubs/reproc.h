// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of reproc and reproc++ that rules/reproc.json speaks about.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <utility>

extern "C" {
struct reproc_t;
struct reproc_options;
struct reproc_event_source;
struct reproc_stop_actions;
struct reproc_sink;
int reproc_run(const char* const* argv, reproc_options options);
int reproc_run_ex(const char* const* argv, reproc_options options, reproc_sink out, reproc_sink err);
int reproc_drain(reproc_t* process, reproc_sink out, reproc_sink err);
int reproc_start(reproc_t* process, const char* const* argv, reproc_options options);
int reproc_poll(reproc_event_source* sources, std::size_t count, int timeout);
int reproc_read(reproc_t* process, int stream, std::uint8_t* buffer, std::size_t size);
int reproc_write(reproc_t* process, const std::uint8_t* buffer, std::size_t size);
int reproc_wait(reproc_t* process, int timeout);
int reproc_stop(reproc_t* process, reproc_stop_actions stop);
}

namespace reproc {

using milliseconds = std::chrono::duration<int, std::milli>;
struct options;
struct stop_actions;
class arguments;
enum class stream { in, out, err };

class process {
 public:
  std::error_code start(const arguments& arguments, const options& options) noexcept;
  std::pair<int, std::error_code> poll(int interests, milliseconds timeout = milliseconds(-1));
  std::pair<std::size_t, std::error_code> read(stream stream, std::uint8_t* buffer, std::size_t size) noexcept;
  std::pair<std::size_t, std::error_code> write(const std::uint8_t* buffer, std::size_t size) noexcept;
  std::pair<int, std::error_code> wait(milliseconds timeout) noexcept;
  std::pair<int, std::error_code> stop(stop_actions stop) noexcept;
};

struct event {
  struct source;
};
std::error_code poll(event::source* sources, std::size_t count, milliseconds timeout = milliseconds(-1));
template <class Out, class Err>
std::error_code drain(process& process, Out&& out, Err&& err);
template <class Out, class Err>
std::pair<int, std::error_code> run(const arguments& arguments, const options& options, Out&& out, Err&& err);

}  // namespace reproc
