// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/std.json names.
// needs: libstdc++-12-dev
// flags: -std=c++23
// absent: std::__atomic_ref_base::wait: in libc++
// absent: std::shared_ptr::reset: in libc++
// absent: std::__bounded_iter::*: in libc++
// absent: std::__deque_iterator::*: in libc++
// absent: std::__hash_const_iterator::*: in libc++
// absent: std::__hash_iterator::*: in libc++
// absent: std::__hash_map_const_iterator::*: in libc++
// absent: std::__hash_map_iterator::*: in libc++
// absent: std::__list_const_iterator::*: in libc++
// absent: std::__list_iterator::*: in libc++
// absent: std::__map_const_iterator::*: in libc++
// absent: std::__map_iterator::*: in libc++
// absent: std::__tree_const_iterator::*: in libc++
// absent: std::__tree_iterator::*: in libc++
// absent: std::__tuple_impl::*: in libc++
// absent: std::__tuple_leaf::*: in libc++
// absent: std::__wrap_iter::*: in libc++
// absent: std::atomic_flag_wait: in libc++
// absent: std::atomic_flag_wait_explicit: in libc++
// absent: std::atomic_ref::wait: the standard's name; libstdc++ and libc++ declare it in a base
// absent: std::bind_back: C++23, since libstdc++ 14
// absent: std::copyable_function::copyable_function: C++26
// absent: std::copyable_function::operator=: C++26
// absent: std::copyable_function::swap: C++26
// absent: std::forward_like: C++23, since libstdc++ 14
// absent: std::function::assign: removed in C++17
// absent: std::function_ref::function_ref: C++26
// absent: std::function_ref::operator=: C++26
// absent: std::future::wait: in libc++; libstdc++ declares it in __basic_future
// absent: std::future::wait_for: in libc++; libstdc++ declares it in __basic_future
// absent: std::future::wait_until: in libc++; libstdc++ declares it in __basic_future
// absent: std::generator: C++23, since libstdc++ 14
// absent: std::print: C++23, since libstdc++ 14
// absent: std::println: C++23, since libstdc++ 14
// absent: std::set_unexpected: removed in C++17
// absent: std::shared_future::wait: in libc++; libstdc++ declares it in __basic_future
// absent: std::shared_future::wait_for: in libc++; libstdc++ declares it in __basic_future
// absent: std::shared_future::wait_until: in libc++; libstdc++ declares it in __basic_future
#include <algorithm>
#include <any>
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <exception>
#include <expected>
#include <filesystem>
#include <forward_list>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <iterator>
#include <latch>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <numeric>
#include <optional>
#include <queue>
#include <regex>
#include <semaphore>
#include <set>
#include <shared_mutex>
#include <span>
#include <stack>
#include <stop_token>
#include <syncstream>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>
