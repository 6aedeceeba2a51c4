// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hand-made event loops.
#pragma once

#include <algorithm>

#include "stallhound/program.h"

namespace stallhound::analysis {

/// Whether a loop is, or stands in, another one of its body; npos stands in none.
inline bool is_within(const Body& body, std::uint32_t loop, std::uint32_t outer) {
  while (loop != npos && loop != outer) loop = body.loops[loop].parent;
  return loop == outer;
}

/// Whether a call is what a hand-made event loop around it waits in.
inline bool is_own_wait(const Labels& labels, FunctionIndex function, std::uint32_t site) {
  return std::binary_search(labels.waits.begin(), labels.waits.end(), Call{function, site});
}

/// Whether a call is loop code of a function's event loop: it stands in that loop, and is not what the loop waits in.
inline bool in_event_loop(const Program& program, const Labels& labels, FunctionIndex function, std::uint32_t site,
                          std::uint32_t loop) {
  const auto& body = program.bodies[program.functions[function].body];
  return is_within(body, body.sites[site].loop, loop) && !is_own_wait(labels, function, site);
}

}  // namespace stallhound::analysis
