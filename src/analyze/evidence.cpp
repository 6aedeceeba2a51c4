// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The table of reasons. A row is all that a reason needs: whoever prints one reads it here.
#include "stallhound/evidence.h"

#include <array>
#include <cassert>
#include <string>

#include "stallhound/report.h"

namespace stallhound {
namespace {

constexpr std::array rows{
    ReasonRow{Reason::hop, "behind-hop", "behind a hop to a pool, at {place}"},
    ReasonRow{Reason::guard, "behind-question",
              "behind a question, at {place}, whose answer says that this is not loop code"},
    ReasonRow{Reason::constant_argument, "ruled-out-by-argument",
              "only with other arguments than those that {function} passes at {place}"},
    ReasonRow{Reason::trusted, "trusted", "a rule trusts it: loop code is not followed into it"},
    ReasonRow{Reason::barrier, "barrier", "a rule says that it runs where blocking is fine{what}"},
    ReasonRow{Reason::barrier_override, "barrier-by-override",
              "it overrides {function}, which runs where blocking is fine{what}"},
    ReasonRow{Reason::barrier_annotation, "barrier-by-annotation",
              "{function} is marked {what}: loop code is not followed into it"},
    ReasonRow{Reason::barrier_parameter, "barrier-by-parameter",
              "it has a parameter by which a rule makes it a barrier: loop code is not followed into it"},
    ReasonRow{Reason::pool, "handed-to-pool", "it is handed to a thread or pool{what}"},
    ReasonRow{Reason::kept, "kept", "it is handed over there, not called"},
    ReasonRow{Reason::own_start, "starts-on-its-own", "a coroutine runs where it is started, not where it is made"},

    ReasonRow{Reason::several_targets, "several-targets", "the call at {place} may run one of several functions"},
    ReasonRow{Reason::library_target, "library-target",
              "the call at {place} may run the library's own function instead of the project's override"},
    ReasonRow{Reason::unknown_class, "unknown-class", "the class of the object at {place} is not known"},
    ReasonRow{Reason::first_time, "first-time-only",
              "the code at {place} runs only the first time, which may be before the loop begins"},
    ReasonRow{Reason::program_ends, "program-ends", "the program ends at {place} or right behind it"},
    ReasonRow{Reason::hand_made_loop, "hand-made-loop", "the loop at {place} is taken for an event loop"},
    ReasonRow{Reason::weak_context, "weak-context", "it is not certain that {function} runs on a loop"},
    ReasonRow{Reason::unknown_argument, "unknown-argument", "what decides whether the call waits is not known"},
    ReasonRow{Reason::weak_rule, "weak-rule", "the pack itself is not certain that the call waits"},

    ReasonRow{Reason::repeated, "repeated", "it happens in a loop"},

    ReasonRow{Reason::category_off, "category-off", "its category is off"},
    ReasonRow{Reason::rule_off, "rule-off", "the project's configuration turns the rule off"},
    ReasonRow{Reason::opt_in, "opt-in", "it is nearly always harmless; --pedantic reports it"},
    ReasonRow{Reason::arguments, "arguments", "does not block like this"},
    ReasonRow{Reason::own_wait, "own-wait", "is what this event loop waits in"},
    ReasonRow{Reason::harmless_caller, "harmless-caller", "it does not block with what loop code passes"},
    ReasonRow{Reason::not_reached, "not-reached", "no loop code reaches it"},

    ReasonRow{Reason::needs_no_follow_up, "needs-no-follow-up", "needs no follow-up like this"},
    ReasonRow{Reason::follow_up_found, "follow-up-found", "it gets one"},
    ReasonRow{Reason::follow_up_unnamed, "follow-up-unnamed",
              "one is called on a handle without a name, which may be this one"},
    ReasonRow{Reason::handle_not_kept, "handle-not-kept",
              "none was found, but the handle is not put where it can be followed"},
    ReasonRow{Reason::handle_leaves, "handle-leaves",
              "none was found, but the handle goes where it cannot be followed, such as into a container or to code "
              "that is not known"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (static_cast<std::size_t>(rows[i].reason) != i + 1) return false;
  }
  return rows.size() == static_cast<std::size_t>(Reason::handle_leaves);
}
static_assert(in_order(), "one row for each reason, in the order of the enumeration");

}  // namespace

std::span<const ReasonRow> reason_rows() { return rows; }

std::string sentence_of(const Explanation& explanation) {
  std::string text(row_of(explanation.reason).text);
  const auto put = [&text](std::string_view name, const std::string& value) {
    if (const auto at = text.find(name); at != std::string::npos) text.replace(at, name.size(), value);
  };
  put("{what}", explanation.what);
  put("{function}", '\'' + explanation.function + '\'');
  put("{place}", explanation.place.file + ':' + std::to_string(explanation.place.line));
  return text;
}

const ReasonRow& row_of(Reason reason) {
  assert(reason != Reason::none);
  return rows[static_cast<std::size_t>(reason) - 1];
}

}  // namespace stallhound
