// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Program: the facts of all units, joined. Labels: what the rules make of it. Witness: what loop code reaches.
//
// A Program is frozen once linked. It reuses the structs of facts.h with dense numbers: every SourceLocation::file,
// TypeIndex, callee and Value id in it is an index into the Program's own tables. Functions are sorted by name, place
// and id, so that a lower index is also "the earlier name" wherever a tie has to be broken.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "stallhound/evidence.h"
#include "stallhound/facts.h"
#include "stallhound/rules.h"

namespace stallhound {

using FunctionIndex = std::uint32_t;  ///< Index into Program::functions; 0 is "none".
using SlotIndex = std::uint32_t;      ///< Index into Program::slots; 0 is "none".

struct Function {
  FunctionId id = 0;
  FunctionKind kind = FunctionKind::free;
  std::uint32_t flags = 0;  ///< FunctionFlag bits.
  std::string name;
  std::string alias;  ///< Second name under which rules may know it; mostly empty.
  std::string display;
  SourceLocation location;
  TypeIndex parent = 0;
  TypeIndex result = 0;
  std::vector<TypeIndex> parameters;
  std::vector<std::string> annotations;
  std::vector<FunctionIndex> overrides;      ///< What it overrides directly.
  std::vector<FunctionIndex> overridden_by;  ///< Direct overriders; for an ambiguous name: its definitions.
  std::uint32_t body = npos;                 ///< Index into Program::bodies.
  bool ambiguous = false;                    ///< Several definitions carry this name; `overridden_by` lists them.
};

/// A unit as the report needs it.
struct Unit {
  std::string main_file;
  UnitStatus status = UnitStatus::ok;
  UnitProblem problem = UnitProblem::source;
  std::string message;
};

struct Program {
  std::string root;
  std::vector<FileFact> files;  ///< Sorted by path.
  std::vector<TypeFact> types;
  std::vector<Function> functions;  ///< [0] is a placeholder.
  std::vector<SlotFact> slots;      ///< [0] is a placeholder. Sorted by id.
  std::vector<Body> bodies;         ///< Body::function and Site::callee are FunctionIndex values; slots SlotIndex.
  std::vector<Flow> flows;          ///< Outside functions.
  std::vector<Suppression> suppressions;  ///< Sorted by file and line.
  std::vector<Unit> units;                ///< Sorted by main file.

  /// Slot with this id, 0 if no unit mentions it.
  SlotIndex find_slot(SlotId id) const;
};

/// How one function reaches another.
enum class Via : std::uint8_t { call, virtual_call, indirect, callback, constructor, destructor };
std::string_view to_string(Via);

/// A step that loop code can take from one function to the next.
struct Edge {
  FunctionIndex to = 0;
  std::uint32_t site = 0;  ///< Index into the sites of the calling body.
  FunctionIndex through =
      0;  ///< A project function between the two: one that runs a callback, or decides by its arguments.
  std::uint32_t inner = npos;  ///< The call in `through` that enters `to`, where it is known.
  Via via = Via::call;
  Confidence confidence = Confidence::definite;
  Reason because = Reason::none;  ///< Why it is less than definite; it speaks about `site`.
};

/// A step that the code has and that loop code does not take.
struct CutEdge {
  FunctionIndex from = 0;
  FunctionIndex to = 0;
  std::uint32_t site = 0;  ///< Index into the sites of the body of `from`.
  Via via = Via::call;
  Because because;
  auto operator<=>(const CutEdge&) const = default;
};

/// A function that loop code is not followed into, whoever calls it.
struct Barrier {
  FunctionIndex function = 0;
  Because because;
};

enum class ContextKind : std::uint8_t { coroutine, callback, override_, attribute, declared, loop };
std::string_view to_string(ContextKind);

/// A function that runs on a loop.
struct Root {
  FunctionIndex function = 0;
  ContextKind kind = ContextKind::coroutine;
  Confidence confidence = Confidence::definite;
  Reason because = Reason::none;  ///< Why it is less than definite.
  std::uint32_t loop = npos;      ///< ContextKind::loop: only the body of this loop is loop code.
  std::string framework;
  std::string what;
  SourceLocation registered;  ///< Where it was handed over; line 0 if nowhere.
};

/// A call: index into the sites of a function's body.
struct Call {
  FunctionIndex function = 0;
  std::uint32_t site = 0;
  auto operator<=>(const Call&) const = default;
};

/// A call that blocks, in a body.
struct BlockingCall {
  FunctionIndex function = 0;
  std::uint32_t site = 0;
  std::uint32_t rule = 0;  ///< Index into RuleSet::blocking; npos: the callee is declared blocking.
  Confidence confidence = Confidence::definite;
  FunctionIndex callee = 0;       ///< What blocks; the site's callee, unless it is called through a pointer.
  Reason because = Reason::none;  ///< Why it is less than definite; it speaks about `site`.
};

/// A caller that passes arguments with which a blocking call in the function that it calls does not block.
struct HarmlessCaller {
  std::uint32_t blocking = 0;  ///< Index into Labels::blocking.
  FunctionIndex caller = 0;
  std::uint32_t site = 0;  ///< In the caller.

  static bool before(const HarmlessCaller& a, const HarmlessCaller& b) {
    return std::tie(a.blocking, a.caller, a.site) < std::tie(b.blocking, b.caller, b.site);
  }
};

/// A call that is wrong whatever its thread does.
struct Misuse {
  FunctionIndex function = 0;
  std::uint32_t site = 0;
  Category category = Category::discarded_awaitable;
  Confidence confidence = Confidence::definite;
};

/// A call that matched a rule by name, and why that is all.
struct AcceptedCall {
  FunctionIndex function = 0;
  std::uint32_t site = 0;
  RuleRef rule;  ///< RuleKind::blocking or RuleKind::require.
  Because because;
};

/// A function that is handed to a thread or pool.
struct Offload {
  FunctionIndex function = 0;
  std::uint32_t registration = 0;  ///< Index into RuleSet::registrations.
  SourceLocation location;
};

/// A handle that never gets the follow-up call that it needs.
struct MissingFollowUp {
  FunctionIndex function = 0;
  std::uint32_t site = 0;
  std::uint32_t rule = 0;  ///< Index into RuleSet::requires_.
};

/// What the rules say about a program.
struct Labels {
  std::vector<std::uint32_t> first_edge;        ///< Per function: its edges are [first_edge[f], first_edge[f + 1]).
  std::vector<Edge> edges;                      ///< Sorted by callee and site within a function.
  std::vector<CutEdge> cuts;                    ///< Steps that are not taken; sorted by callee, then caller and site.
  std::vector<Barrier> barriers;                ///< Sorted by function.
  std::vector<Root> roots;                      ///< Sorted by function; at most one per function and loop.
  std::vector<BlockingCall> blocking;           ///< Sorted by function and site.
  std::vector<Call> waits;                      ///< What hand-made event loops wait in; sorted.
  std::vector<HarmlessCaller> harmless;         ///< Sorted by blocking call, caller and site.
  std::vector<MissingFollowUp> missing;         ///< Sorted by function and site.
  std::vector<Misuse> misuses;                  ///< In the order of functions and sites.
  std::vector<AcceptedCall> accepted;           ///< Sorted by function and site.
  std::vector<Offload> offloads;                ///< Sorted by function and place.
  std::vector<std::uint32_t> unresolved_calls;  ///< Per function: indirect calls without a target.
  std::vector<std::uint32_t> missing_bodies;    ///< Per function: calls to functions with neither body nor rule.
};

/// How a function is reached from loop code.
struct Reach {
  std::uint32_t root = npos;                     ///< Index into Labels::roots; npos: not reached.
  std::uint32_t edge = npos;                     ///< Index into Labels::edges of the last step; npos at a root.
  FunctionIndex from = 0;                        ///< The function that edge belongs to.
  std::uint32_t distance = 0;                    ///< Steps from the root.
  Confidence confidence = Confidence::definite;  ///< The weakest step.
};

struct Witness {
  std::vector<Reach> reach;  ///< Per function.
};

}  // namespace stallhound
