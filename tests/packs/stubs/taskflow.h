// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of Taskflow 4 that rules/taskflow.json speaks about.
#pragma once

#include <cstddef>
#include <future>

namespace tf {

class Taskflow;

class Task {
 public:
  template <class F>
  Task& work(F&& function);
};

class FlowBuilder {
 public:
  template <class... F>
  auto emplace(F&&... tasks);
  template <class B, class E, class F>
  Task for_each(B first, E last, F callable);
  template <class B, class E, class S, class F>
  Task for_each_index(B first, E last, S step, F callable);
  template <class R, class F>
  Task for_each_by_index(R range, F callable);
  template <class B, class E, class O, class F>
  Task transform(B first, E last, O out, F callable);
  template <class B, class E, class T, class F>
  Task reduce(B first, E last, T& start, F callable);
  template <class R, class T, class F, class G>
  Task reduce_by_index(R range, T& start, F local, G global);
  template <class B, class E, class T, class F, class G>
  Task transform_reduce(B first, E last, T& start, F reducer, G transformer);
  template <class B, class E, class F>
  Task sort(B first, E last, F compare);
  template <class B1, class E1, class B2, class E2, class O, class F>
  Task merge(B1 first1, E1 last1, B2 first2, E2 last2, O out, F compare);
  template <class B, class E, class T, class F>
  Task find_if(B first, E last, T& result, F predicate);
  template <class B, class E, class T, class F>
  Task find_if_not(B first, E last, T& result, F predicate);
  template <class B, class E, class T, class F>
  Task min_element(B first, E last, T& result, F compare);
  template <class B, class E, class T, class F>
  Task max_element(B first, E last, T& result, F compare);
  template <class B, class E, class O, class F>
  Task inclusive_scan(B first, E last, O out, F operation);
  template <class B, class E, class O, class T, class F>
  Task exclusive_scan(B first, E last, O out, T start, F operation);
  template <class B, class E, class O, class F, class G>
  Task transform_inclusive_scan(B first, E last, O out, F operation, G transformer);
  template <class B, class E, class O, class T, class F, class G>
  Task transform_exclusive_scan(B first, E last, O out, T start, F operation, G transformer);
  template <class B, class E, class F>
  Task generate(B first, E last, F generator);
  template <class B, class N, class F>
  Task generate_n(B first, N count, F generator);
};

class Taskflow : public FlowBuilder {};

class Subflow : public FlowBuilder {
 public:
  void join();
};

template <class T>
class Future : public std::future<T> {
 public:
  bool cancel();
};

class TaskGroup {
 public:
  template <class F>
  auto async(F&& function);
  template <class F>
  void silent_async(F&& function);
  template <class F, class... Before>
  auto dependent_async(F&& function, Before&&... before);
  template <class F, class... Before>
  auto silent_dependent_async(F&& function, Before&&... before);
  void corun();
};

class Runtime {
 public:
  template <class F>
  auto async(F&& function);
  template <class F>
  void silent_async(F&& function);
  template <class F, class... Before>
  auto dependent_async(F&& function, Before&&... before);
  template <class F, class... Before>
  auto silent_dependent_async(F&& function, Before&&... before);
  template <class T>
  void corun(T&& target);
  void corun_all();
};

class Executor {
 public:
  explicit Executor(std::size_t workers = 4);
  ~Executor();
  Future<void> run(Taskflow& flow);
  template <class F>
  Future<void> run(Taskflow& flow, F&& after);
  Future<void> run_n(Taskflow& flow, std::size_t times);
  template <class F>
  Future<void> run_until(Taskflow& flow, F&& done);
  template <class T>
  void corun(T& target);
  template <class F>
  void corun_until(F&& done);
  void wait_for_all();
  template <class F>
  auto async(F&& function);
  template <class F>
  void silent_async(F&& function);
  template <class F, class... Before>
  auto dependent_async(F&& function, Before&&... before);
  template <class F, class... Before>
  auto silent_dependent_async(F&& function, Before&&... before);
};

template <class F>
class Pipe {
 public:
  Pipe(int type, F&& callable);
};

template <class... Ps>
class Pipeline {
 public:
  explicit Pipeline(std::size_t lines, Ps&&... pipes);
};

template <class P>
class ScalablePipeline {
 public:
  ScalablePipeline(std::size_t lines, P first, P last);
};

}  // namespace tf
