// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Room for recursion that follows the nesting of what it reads.
#pragma once

#include <functional>

namespace stallhound {

/// Runs `work` to its end on a stack of a gibibyte, of which only what is used takes memory; on a smaller one where the
/// system allows no more. Code that somebody's generator wrote nests deeper than an ordinary stack has room for.
void run_on_large_stack(const std::function<void()>& work);

}  // namespace stallhound
