// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/asio.json names, of Boost and stand-alone. With io_uring both have files.
// needs: libboost1.81-dev, libasio-dev, libssl-dev, liburing-dev
// flags: -std=c++20 -DBOOST_ASIO_HAS_IO_URING -DASIO_HAS_IO_URING -DASIO_HAS_STD_COROUTINE -DASIO_HAS_CO_AWAIT
// absent: asio::append: since Asio 1.24
// absent: asio::as_tuple: since Asio 1.24
// absent: asio::basic_deadline_timer::async_wait: only with Boost.DateTime
// absent: asio::basic_deadline_timer::wait: only with Boost.DateTime
// absent: asio::bind_immediate_executor: since Asio 1.26
// absent: asio::cancel_after: since Asio 1.32
// absent: asio::cancel_at: since Asio 1.32
// absent: asio::consign: since Asio 1.24
// absent: asio::deferred: since Asio 1.24
// absent: asio::deferred_t::operator(): since Asio 1.24
// absent: asio::deferred_t::values: since Asio 1.24
// absent: asio::deferred_t::when: since Asio 1.24
// absent: asio::execution::any_executor::execute: a member of this class in some versions only
// absent: asio::experimental::promise::operator(): since Asio 1.24
// absent: asio::experimental::ranged_parallel_group::async_wait: since Asio 1.24
// absent: asio::get_associated_immediate_executor: since Asio 1.26
// absent: asio::io_context::executor_type::defer: a class of its own up to Boost 1.73
// absent: asio::io_context::executor_type::dispatch: a class of its own up to Boost 1.73
// absent: asio::io_context::executor_type::execute: a class of its own up to Boost 1.73
// absent: asio::io_context::executor_type::post: a class of its own up to Boost 1.73
// absent: asio::io_service::dispatch: the class that became io_context in Boost 1.66
// absent: asio::io_service::post: the class that became io_context in Boost 1.66
// absent: asio::io_service::run: the class that became io_context in Boost 1.66
// absent: asio::io_service::run_one: the class that became io_context in Boost 1.66
// absent: asio::io_service::strand::dispatch: the class that became io_context in Boost 1.66
// absent: asio::io_service::strand::post: the class that became io_context in Boost 1.66
// absent: asio::io_service::strand::wrap: the class that became io_context in Boost 1.66
// absent: asio::io_service::wrap: the class that became io_context in Boost 1.66
// absent: asio::prepend: since Asio 1.24
// absent: asio::system_executor::defer: a class of its own up to Boost 1.73
// absent: asio::system_executor::dispatch: a class of its own up to Boost 1.73
// absent: asio::system_executor::execute: a class of its own up to Boost 1.73
// absent: asio::system_executor::post: a class of its own up to Boost 1.73
// absent: asio::thread_pool::executor_type::defer: a class of its own up to Boost 1.73
// absent: asio::thread_pool::executor_type::dispatch: a class of its own up to Boost 1.73
// absent: asio::thread_pool::executor_type::execute: a class of its own up to Boost 1.73
// absent: asio::thread_pool::executor_type::post: a class of its own up to Boost 1.73
// absent: boost::asio::bind_immediate_executor: since Asio 1.26
// absent: boost::asio::cancel_after: since Asio 1.32
// absent: boost::asio::cancel_at: since Asio 1.32
// absent: boost::asio::execution::any_executor::execute: a member of this class in some versions only
// absent: boost::asio::experimental::append: in Boost 1.79 and 1.80
// absent: boost::asio::experimental::as_tuple: in Boost 1.79 and 1.80
// absent: boost::asio::experimental::deferred: in Boost 1.79 and 1.80
// absent: boost::asio::experimental::prepend: in Boost 1.79 and 1.80
// absent: boost::asio::get_associated_immediate_executor: since Asio 1.26
// absent: boost::asio::io_context::executor_type::defer: a class of its own up to Boost 1.73
// absent: boost::asio::io_context::executor_type::dispatch: a class of its own up to Boost 1.73
// absent: boost::asio::io_context::executor_type::execute: a class of its own up to Boost 1.73
// absent: boost::asio::io_context::executor_type::post: a class of its own up to Boost 1.73
// absent: boost::asio::io_service::dispatch: the class that became io_context in Boost 1.66
// absent: boost::asio::io_service::post: the class that became io_context in Boost 1.66
// absent: boost::asio::io_service::run: the class that became io_context in Boost 1.66
// absent: boost::asio::io_service::run_one: the class that became io_context in Boost 1.66
// absent: boost::asio::io_service::strand::dispatch: the class that became io_context in Boost 1.66
// absent: boost::asio::io_service::strand::post: the class that became io_context in Boost 1.66
// absent: boost::asio::io_service::strand::wrap: the class that became io_context in Boost 1.66
// absent: boost::asio::io_service::wrap: the class that became io_context in Boost 1.66
// absent: boost::asio::system_executor::defer: a class of its own up to Boost 1.73
// absent: boost::asio::system_executor::dispatch: a class of its own up to Boost 1.73
// absent: boost::asio::system_executor::execute: a class of its own up to Boost 1.73
// absent: boost::asio::system_executor::post: a class of its own up to Boost 1.73
// absent: boost::asio::thread_pool::executor_type::defer: a class of its own up to Boost 1.73
// absent: boost::asio::thread_pool::executor_type::dispatch: a class of its own up to Boost 1.73
// absent: boost::asio::thread_pool::executor_type::execute: a class of its own up to Boost 1.73
// absent: boost::asio::thread_pool::executor_type::post: a class of its own up to Boost 1.73
#include <asio.hpp>
#include <asio/experimental/append.hpp>
#include <asio/experimental/as_single.hpp>
#include <asio/experimental/as_tuple.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/experimental/coro.hpp>
#include <asio/experimental/deferred.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/experimental/prepend.hpp>
#include <asio/experimental/promise.hpp>
#include <asio/spawn.hpp>
#include <asio/ssl.hpp>
#include <boost/asio.hpp>
#include <boost/asio/experimental/as_single.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/experimental/coro.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/experimental/promise.hpp>
#include <boost/asio/experimental/use_promise.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/ssl.hpp>
