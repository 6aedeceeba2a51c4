// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Evidence: why the analysis decides as it does, as values.
//
// Every decision that keeps something out of a report, or makes it less than certain, is kept with a reason from one
// closed list. `explain`, `why-not` and the reports read these values; nothing is worked out a second time.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "stallhound/facts.h"

namespace stallhound {

/// The closed list of reasons. Each has one row in the table that `reason_rows` returns.
enum class Reason : std::uint8_t {
  none,

  // Why a step of the call graph is not taken (Labels::cuts).
  hop,
  guard,
  constant_argument,
  trusted,
  barrier,
  barrier_override,
  barrier_annotation,
  barrier_parameter,
  pool,
  kept,
  own_start,

  // Why something is less than certain.
  several_targets,
  library_target,
  unknown_class,
  first_time,
  program_ends,
  hand_made_loop,
  weak_context,
  unknown_argument,
  weak_rule,

  // Why a call costs more than by itself.
  repeated,

  // Why a call that a rule names is not reported.
  category_off,
  rule_off,
  opt_in,
  arguments,
  own_wait,
  harmless_caller,
  not_reached,

  // Why a call that makes a handle lacks no follow-up call.
  needs_no_follow_up,
  follow_up_found,
  follow_up_unnamed,
  handle_not_kept,
  handle_leaves,
};

/// What a reason is called and what it says.
struct ReasonRow {
  Reason reason = Reason::none;
  std::string_view id;  ///< Stable name for tools: "behind-hop".
  /// A sentence, or the rest of one that begins with what it is about. `{function}` and `{place}` stand for what
  /// Because points to, `{what}` for the words of its rule; a row without them speaks about nothing further.
  std::string_view text;
};

/// All rows, in the order of Reason, without Reason::none.
std::span<const ReasonRow> reason_rows();

/// The row of a reason other than Reason::none.
const ReasonRow& row_of(Reason reason);

/// A reason with what it speaks about.
struct Because {
  Reason reason = Reason::none;
  std::uint32_t function = 0;  ///< FunctionIndex: where `site` is, or the function that is meant; 0 if none.
  std::uint32_t site = npos;   ///< Index into the sites of that function's body: the hop, the question, the caller.
  std::uint32_t rule = npos;   ///< Index into RuleSet::registrations, of the barrier or pool; npos if none.
  auto operator<=>(const Because&) const = default;
};

}  // namespace stallhound
