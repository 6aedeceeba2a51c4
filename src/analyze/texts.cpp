// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/texts.h"

namespace stallhound::analysis {
namespace {

std::string_view does(Category category) {
  switch (category) {
    case Category::sleep:
      return "sleeps on the event loop";
    case Category::process:
      return "waits for a process on the event loop";
    case Category::file_io:
      return "does file I/O on the event loop";
    case Category::database:
      return "does database work on the event loop";
    case Category::network:
      return "does blocking network I/O on the event loop";
    case Category::dns:
      return "resolves names on the event loop";
    case Category::http:
      return "waits for an HTTP exchange on the event loop";
    case Category::rpc:
      return "waits for a remote call on the event loop";
    case Category::lock:
      return "may wait for a lock on the event loop";
    case Category::wait:
      return "waits on the event loop";
    case Category::nested_loop:
      return "runs a nested event loop";
    case Category::system_info:
      return "reads system information on the event loop";
    case Category::console:
      return "writes to the console on the event loop";
    case Category::cpu:
      return "computes for long on the event loop";
    case Category::discarded_awaitable:
      return "makes an awaitable that is never awaited";
    case Category::lock_across_await:
      return "holds a lock across a suspension";
    case Category::missing_timeout:
      return "is used without a timeout";
    case Category::competing_handles:
      return "opens a handle that competes with another";
    case Category::handle_per_call:
      return "opens a handle for every call";
    case Category::long_await:
      return "is awaited for long before an answer";
  }
  return "blocks the event loop";
}

}  // namespace

std::string message_for(Category category, std::string_view call) {
  return "'" + std::string(call) + "' " + std::string(does(category));
}

std::string_view title_of(Category category) {
  switch (category) {
    case Category::sleep:
      return "Sleep in loop code";
    case Category::process:
      return "Waiting for a process in loop code";
    case Category::file_io:
      return "File I/O in loop code";
    case Category::database:
      return "Database call in loop code";
    case Category::network:
      return "Blocking network I/O in loop code";
    case Category::dns:
      return "Name resolution in loop code";
    case Category::http:
      return "Synchronous HTTP in loop code";
    case Category::rpc:
      return "Synchronous remote call in loop code";
    case Category::lock:
      return "Lock in loop code";
    case Category::wait:
      return "Wait in loop code";
    case Category::nested_loop:
      return "Nested event loop";
    case Category::system_info:
      return "System query in loop code";
    case Category::console:
      return "Console output in loop code";
    case Category::cpu:
      return "Long computation in loop code";
    case Category::discarded_awaitable:
      return "Discarded awaitable";
    case Category::lock_across_await:
      return "Lock held across a suspension";
    case Category::missing_timeout:
      return "Missing timeout";
    case Category::competing_handles:
      return "Competing handles";
    case Category::handle_per_call:
      return "Handle opened for every call";
    case Category::long_await:
      return "Long await before an answer";
  }
  return "";
}

}  // namespace stallhound::analysis
