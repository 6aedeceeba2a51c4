// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/tbb.json names.
// needs: libtbb-dev
// flags: -std=c++17
// absent: tbb::concurrent_bounded_queue::emplace: TBB up to 2020
// absent: tbb::concurrent_bounded_queue::pop: TBB up to 2020
// absent: tbb::concurrent_bounded_queue::push: TBB up to 2020
// absent: tbb::detail::d1::mutex::lock: a preview only in 2021.8
// absent: tbb::detail::d1::rw_mutex::lock: a preview only in 2021.8
// absent: tbb::detail::d1::rw_mutex::lock_shared: a preview only in 2021.8
// absent: tbb::detail::d1::task_arena::wait_for: since oneTBB 2022
// absent: tbb::detail::d2::async_node::async_node: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::continue_node::continue_node: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::function_node::function_node: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::graph::wait_for_all: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::input_node::input_node: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::multifunction_node::multifunction_node: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::task_group::defer: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::task_group::run: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::task_group::run_and_wait: since oneTBB 2022; d1 before
// absent: tbb::detail::d2::task_group_base::wait: since oneTBB 2022; d1 before
// absent: tbb::flow::interface10::graph::wait_for_all: TBB up to 2020
// absent: tbb::flow::interface11::async_node::async_node: TBB up to 2020
// absent: tbb::flow::interface11::continue_node::continue_node: TBB up to 2020
// absent: tbb::flow::interface11::function_node::function_node: TBB up to 2020
// absent: tbb::flow::interface11::multifunction_node::multifunction_node: TBB up to 2020
// absent: tbb::flow::interface11::source_node::source_node: TBB up to 2020
// absent: tbb::interface6::parallel_pipeline: TBB up to 2020
// absent: tbb::interface7::task_arena::enqueue: TBB up to 2020
// absent: tbb::interface7::task_arena::execute: TBB up to 2020
// absent: tbb::internal::task_group_base::wait: TBB up to 2020
// absent: tbb::mutex::lock: TBB up to 2020
// absent: tbb::mutex::scoped_lock::acquire: TBB up to 2020
// absent: tbb::mutex::scoped_lock::scoped_lock: TBB up to 2020
// absent: tbb::parallel_deterministic_reduce: TBB up to 2020
// absent: tbb::parallel_do: TBB up to 2020
// absent: tbb::parallel_for: TBB up to 2020
// absent: tbb::parallel_for_each: TBB up to 2020
// absent: tbb::parallel_invoke: TBB up to 2020
// absent: tbb::parallel_reduce: TBB up to 2020
// absent: tbb::parallel_scan: TBB up to 2020
// absent: tbb::parallel_sort: TBB up to 2020
// absent: tbb::pipeline::run: TBB up to 2020
// absent: tbb::queuing_mutex::scoped_lock::acquire: TBB up to 2020
// absent: tbb::queuing_mutex::scoped_lock::scoped_lock: TBB up to 2020
// absent: tbb::queuing_rw_mutex::scoped_lock::acquire: TBB up to 2020
// absent: tbb::queuing_rw_mutex::scoped_lock::scoped_lock: TBB up to 2020
// absent: tbb::recursive_mutex::lock: TBB up to 2020
// absent: tbb::recursive_mutex::scoped_lock::acquire: TBB up to 2020
// absent: tbb::recursive_mutex::scoped_lock::scoped_lock: TBB up to 2020
// absent: tbb::spin_mutex::lock: TBB up to 2020
// absent: tbb::spin_mutex::scoped_lock::acquire: TBB up to 2020
// absent: tbb::spin_mutex::scoped_lock::scoped_lock: TBB up to 2020
// absent: tbb::spin_rw_mutex_v3::lock: TBB up to 2020
// absent: tbb::spin_rw_mutex_v3::scoped_lock::acquire: TBB up to 2020
// absent: tbb::spin_rw_mutex_v3::scoped_lock::scoped_lock: TBB up to 2020
// absent: tbb::strict_ppl::parallel_for: TBB up to 2020
// absent: tbb::structured_task_group::run_and_wait: TBB up to 2020
// absent: tbb::structured_task_group::wait: TBB up to 2020
// absent: tbb::task::spawn_and_wait_for_all: TBB up to 2020
// absent: tbb::task::spawn_root_and_wait: TBB up to 2020
// absent: tbb::task::wait_for_all: TBB up to 2020
// absent: tbb::task_group::run: TBB up to 2020
// absent: tbb::task_group::run_and_wait: TBB up to 2020
#include <tbb/tbb.h>
