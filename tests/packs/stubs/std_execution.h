// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of std::execution, as far as their pack names it.
#pragma once

namespace std {

namespace execution {

template <class T, class Environment>
class task;

class parallel_scheduler;
class run_loop {
 public:
  void run();
};

struct starts_on_t {
  template <class Scheduler, class Sender>
  auto operator()(Scheduler&& scheduler, Sender&& sender) const;
};
inline constexpr starts_on_t starts_on{};
struct on_t {
  template <class Scheduler, class Sender>
  auto operator()(Scheduler&& scheduler, Sender&& sender) const;
  template <class Sender, class Scheduler, class Closure>
  auto operator()(Sender&& sender, Scheduler&& scheduler, Closure&& closure) const;
};
inline constexpr on_t on{};

}  // namespace execution

namespace this_thread {
struct sync_wait_t {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
inline constexpr sync_wait_t sync_wait{};
struct sync_wait_with_variant_t {
  template <class Sender>
  auto operator()(Sender&& sender) const;
};
inline constexpr sync_wait_with_variant_t sync_wait_with_variant{};
}  // namespace this_thread

}  // namespace std
