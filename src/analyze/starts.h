// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where each function is started from the outside: registrations of callables, and how coroutines are started.
#pragma once

#include <map>
#include <vector>

#include "analyze/flow.h"

namespace stallhound::analysis {

/// Registered callables and coroutine starts of a program.
struct Starts {
  std::vector<Root> roots;           ///< Callbacks handed to a loop; unsorted, one per registration.
  std::vector<Offload> offloads;     ///< The same for threads.
  std::vector<char> thread_started;  ///< Per function: some call hands it to a thread or pool.
  std::vector<char> pool_only;       ///< Per function: a coroutine that is only ever started on a pool.
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> offloaded_calls;  ///< (body, site): made for a pool.
};

Starts find_starts(const Program& program, const RuleSet& rules, const Meanings& meanings, const CallableFlow& flow);

/// The coroutine rule for a coroutine's return type, or null.
const CoroutineRule* coroutine_rule(const Program& program, const RuleSet& rules, FunctionIndex function);

/// True for coroutines that run inside their consumer.
bool is_generator(const Program& program, const RuleSet& rules, FunctionIndex function);

}  // namespace stallhound::analysis
