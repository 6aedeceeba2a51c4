// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/boost.json names.
// needs: libboost1.81-dev
// flags: -std=c++20
// absent: boost::executors::basic_thread_pool::interrupt_and_join: Clang 22 does not parse it in 1.81
// absent: boost::executors::basic_thread_pool::join: Clang 22 does not parse it in 1.81
// absent: boost::executors::basic_thread_pool::submit: Clang 22 does not parse it in 1.81
// absent: boost::executors::detail::scheduled_executor_base::submit_after: Clang 22 does not parse it in 1.81
// absent: boost::executors::detail::scheduled_executor_base::submit_at: Clang 22 does not parse it in 1.81
// absent: boost::executors::executor::submit: Clang 22 does not parse it in 1.81
// absent: boost::executors::executor_adaptor::submit: Clang 22 does not parse it in 1.81
// absent: boost::executors::executor_ref::submit: Clang 22 does not parse it in 1.81
// absent: boost::executors::generic_executor_ref::submit: Clang 22 does not parse it in 1.81
// absent: boost::executors::loop_executor::loop: Clang 22 does not parse it in 1.81
// absent: boost::executors::serial_executor::submit: Clang 22 does not parse it in 1.81
// absent: boost::executors::thread_executor::submit: Clang 22 does not parse it in 1.81
// absent: boost::function_n::assign_to: since Boost 1.84; numbered classes before
// absent: boost::function_n::function_n: since Boost 1.84; numbered classes before
// absent: boost::function_n::operator=: since Boost 1.84; numbered classes before
// absent: boost::function_n::swap: since Boost 1.84; numbered classes before
// absent: boost::future::get: with BOOST_THREAD_VERSION 4; boost::unique_future without
// absent: boost::future::get_or: with BOOST_THREAD_VERSION 4; boost::unique_future without
// absent: boost::mysql::any_connection::async_*: since Boost 1.82
// absent: boost::mysql::any_connection::close: since Boost 1.82
// absent: boost::mysql::any_connection::close_statement: since Boost 1.82
// absent: boost::mysql::any_connection::connect: since Boost 1.82
// absent: boost::mysql::any_connection::execute: since Boost 1.82
// absent: boost::mysql::any_connection::execute_statement: since Boost 1.82
// absent: boost::mysql::any_connection::handshake: since Boost 1.82
// absent: boost::mysql::any_connection::ping: since Boost 1.82
// absent: boost::mysql::any_connection::prepare_statement: since Boost 1.82
// absent: boost::mysql::any_connection::query: since Boost 1.82
// absent: boost::mysql::any_connection::quit: since Boost 1.82
// absent: boost::mysql::any_connection::read_resultset_head: since Boost 1.82
// absent: boost::mysql::any_connection::read_some_rows: since Boost 1.82
// absent: boost::mysql::any_connection::reset_connection: since Boost 1.82
// absent: boost::mysql::any_connection::start_execution: since Boost 1.82
// absent: boost::mysql::any_connection::start_query: since Boost 1.82
// absent: boost::mysql::any_connection::start_statement_execution: since Boost 1.82
// absent: boost::mysql::connection::async_*: since Boost 1.82
// absent: boost::mysql::connection::close: since Boost 1.82
// absent: boost::mysql::connection::close_statement: since Boost 1.82
// absent: boost::mysql::connection::connect: since Boost 1.82
// absent: boost::mysql::connection::execute: since Boost 1.82
// absent: boost::mysql::connection::execute_statement: since Boost 1.82
// absent: boost::mysql::connection::handshake: since Boost 1.82
// absent: boost::mysql::connection::ping: since Boost 1.82
// absent: boost::mysql::connection::prepare_statement: since Boost 1.82
// absent: boost::mysql::connection::query: since Boost 1.82
// absent: boost::mysql::connection::quit: since Boost 1.82
// absent: boost::mysql::connection::read_resultset_head: since Boost 1.82
// absent: boost::mysql::connection::read_some_rows: since Boost 1.82
// absent: boost::mysql::connection::reset_connection: since Boost 1.82
// absent: boost::mysql::connection::start_execution: since Boost 1.82
// absent: boost::mysql::connection::start_query: since Boost 1.82
// absent: boost::mysql::connection::start_statement_execution: since Boost 1.82
// absent: boost::process::async_execute: since Boost 1.88; boost::process::v2 before
// absent: boost::process::basic_popen::async_read_some: since Boost 1.88; boost::process::v2 before
// absent: boost::process::basic_popen::async_write_some: since Boost 1.88; boost::process::v2 before
// absent: boost::process::basic_process::async_wait: since Boost 1.88; boost::process::v2 before
// absent: boost::process::basic_process::basic_process: since Boost 1.88; boost::process::v2 before
// absent: boost::process::basic_process::wait: since Boost 1.88; boost::process::v2 before
// absent: boost::process::execute: since Boost 1.88; boost::process::v2 before
// absent: boost::process::v1::async_system: since Boost 1.88
// absent: boost::process::v1::child::child: since Boost 1.88
// absent: boost::process::v1::child::join: since Boost 1.88
// absent: boost::process::v1::child::wait: since Boost 1.88
// absent: boost::process::v1::child::wait_for: since Boost 1.88
// absent: boost::process::v1::child::wait_until: since Boost 1.88
// absent: boost::process::v1::detail::on_exit_::operator(): since Boost 1.88
// absent: boost::process::v1::detail::on_exit_::operator=: since Boost 1.88
// absent: boost::process::v1::detail::posix::async_pipe::async_read_some: since Boost 1.88
// absent: boost::process::v1::detail::posix::async_pipe::async_write_some: since Boost 1.88
// absent: boost::process::v1::group::join: since Boost 1.88
// absent: boost::process::v1::group::wait: since Boost 1.88
// absent: boost::process::v1::group::wait_for: since Boost 1.88
// absent: boost::process::v1::group::wait_until: since Boost 1.88
// absent: boost::process::v1::spawn: since Boost 1.88
// absent: boost::process::v1::system: since Boost 1.88
// absent: boost::redis::basic_connection::async_exec: since Boost 1.84
// absent: boost::redis::basic_connection::async_receive: since Boost 1.84
// absent: boost::redis::basic_connection::async_run: since Boost 1.84
// absent: boost::redis::connection::async_exec: since Boost 1.84
// absent: boost::redis::connection::async_receive: since Boost 1.84
// absent: boost::redis::connection::async_run: since Boost 1.84
// absent: boost::unordered::unordered_node_map::*: since Boost 1.82
// absent: boost::unordered::unordered_node_set::*: since Boost 1.82
#include <boost/bind/bind.hpp>
#include <boost/bind/protect.hpp>
#include <boost/circular_buffer.hpp>
#include <boost/container/deque.hpp>
#include <boost/container/flat_map.hpp>
#include <boost/container/flat_set.hpp>
#include <boost/container/list.hpp>
#include <boost/container/map.hpp>
#include <boost/container/set.hpp>
#include <boost/container/slist.hpp>
#include <boost/container/small_vector.hpp>
#include <boost/container/static_vector.hpp>
#include <boost/container/vector.hpp>
#include <boost/filesystem.hpp>
#include <boost/filesystem/fstream.hpp>
#include <boost/function.hpp>
#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/interprocess/sync/file_lock.hpp>
#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/interprocess_condition_any.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/interprocess_recursive_mutex.hpp>
#include <boost/interprocess/sync/interprocess_semaphore.hpp>
#include <boost/interprocess/sync/named_condition.hpp>
#include <boost/interprocess/sync/named_condition_any.hpp>
#include <boost/interprocess/sync/named_mutex.hpp>
#include <boost/interprocess/sync/named_recursive_mutex.hpp>
#include <boost/interprocess/sync/named_semaphore.hpp>
#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <boost/lockfree/stack.hpp>
#include <boost/make_shared.hpp>
#include <boost/make_unique.hpp>
#include <boost/mem_fn.hpp>
#include <boost/nowide/fstream.hpp>
#include <boost/optional.hpp>
#include <boost/process.hpp>
#include <boost/process/v2.hpp>
#include <boost/process/v2/popen.hpp>
#include <boost/property_tree/info_parser.hpp>
#include <boost/property_tree/ini_parser.hpp>
#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <boost/regex.hpp>
#include <boost/scoped_ptr.hpp>
#include <boost/signals2.hpp>
#include <boost/smart_ptr/enable_shared_from_this.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/weak_ptr.hpp>
#include <boost/thread.hpp>
#include <boost/thread/concurrent_queues/sync_bounded_queue.hpp>
#include <boost/thread/concurrent_queues/sync_priority_queue.hpp>
#include <boost/thread/concurrent_queues/sync_queue.hpp>
#include <boost/thread/concurrent_queues/sync_timed_queue.hpp>
#include <boost/thread/latch.hpp>
#include <boost/thread/scoped_thread.hpp>
#include <boost/thread/strict_lock.hpp>
#include <boost/tuple/tuple.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <boost/unordered_map.hpp>
#include <boost/unordered_set.hpp>
