// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Facts: what extraction records about one translation unit.
//
// Facts hold no verdict and know no rule: which functions exist, which calls they make, with which constant
// arguments, and where callables flow. Everything that needs a rule pack happens after linking, so that a changed
// pack never makes a file be parsed again. Nothing here points into Clang: a TuFacts is plain values that can be
// written to disk, sent between processes and compared.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace stallhound {

/// Names a function across translation units: a 64-bit hash, decided in src/extract/identity.cpp. 0 is "none".
using FunctionId = std::uint64_t;

/// Names a place that can hold a callable (variable, field, parameter, return value) across units. 0 is "none".
using SlotId = std::uint64_t;

/// Names a matcher of an expert rule: the digest of its text, so that facts and rules agree on it.
using ProbeId = std::uint64_t;

/// Index into TuFacts::files.
using FileIndex = std::uint32_t;

/// Index into TuFacts::types; entry 0 always exists and means "not known or not of interest".
using TypeIndex = std::uint32_t;

/// "No element" for the 32-bit indices in this file.
inline constexpr std::uint32_t npos = 0xffffffffU;

/// A place in a source file. Inside macros it is where the outermost macro was expanded.
/// Lines and columns count from 1, columns in bytes; line 0 means that the place is unknown.
struct SourceLocation {
  FileIndex file = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool operator==(const SourceLocation&) const = default;
};

/// A file that the unit read and whose code was walked or named.
struct FileFact {
  std::string path;       ///< Absolute, normalised, forward slashes.
  bool in_roots = false;  ///< Lies under a project root and is not a system header.
};

/// A type as far as rules can ask about it: references, pointers and cv-qualifiers are stripped.
struct TypeFact {
  std::string name;   ///< Canonical name without inline namespaces: "boost::asio::thread_pool", "int".
  std::string alias;  ///< Outermost typedef as written, qualified: "uv_timer_cb"; empty if there is none.
  std::vector<TypeIndex> arguments;  ///< Type arguments of a class template specialisation.
  std::vector<std::string> bases;    ///< Names of all direct and indirect base classes.
  bool is_pointer = false;           ///< A pointer (references do not count).
  bool is_callable = false;          ///< A closure, function, function pointer or member function pointer type.
};

enum class FunctionKind : std::uint8_t { free, method, constructor, destructor, lambda };

/// Bits of FunctionFact::flags.
enum FunctionFlag : std::uint32_t {
  fn_virtual = 1U << 0,
  fn_pure = 1U << 1,
  fn_final = 1U << 2,        ///< The function or its class is final.
  fn_in_roots = 1U << 3,     ///< Declared in project code.
  fn_internal = 1U << 4,     ///< Internal linkage.
  fn_nonblocking = 1U << 5,  ///< [[clang::nonblocking]] or [[clang::nonallocating]] on the declaration.
  fn_blocking = 1U << 6,     ///< [[clang::blocking]] on the declaration.
  fn_implicit = 1U << 7,     ///< Written by the compiler (defaulted or implicit member).
  fn_main = 1U << 8,         ///< The program's main function.
  fn_variable = 1U << 9,     ///< Not a function: the initialiser of a global variable.
  /// Stands for a library's function at a place where its address is taken: its body holds one call to that function.
  fn_reference = 1U << 10,
  /// Not a function: the methods of all classes that have a selector, for calls whose object may be of any class. Every
  /// method of the project overrides the one of its selector.
  fn_selector = 1U << 11,
};

/// A function that the unit declares, defines or mentions.
struct FunctionFact {
  FunctionId id = 0;
  FunctionKind kind = FunctionKind::free;
  std::uint32_t flags = 0;
  std::string name;                   ///< Qualified, no template arguments, no inline namespaces: "std::future::get".
  std::string alias;                  ///< Second name under which rules may know it; mostly empty.
  std::string display;                ///< For people: "session()", "Store::load()", "lambda in session()".
  SourceLocation location;            ///< Of the definition if this unit has it, else of the declaration.
  TypeIndex parent = 0;               ///< The class of a member function.
  TypeIndex result = 0;               ///< Return type.
  std::vector<TypeIndex> parameters;  ///< Declared parameter types.
  std::vector<FunctionId> overrides;  ///< The functions that this one overrides directly.
  std::vector<std::string> annotations;  ///< Texts of annotate attributes.
};

enum class SlotKind : std::uint8_t { local, global, field, parameter, result };

/// A place that can hold a callable.
struct SlotFact {
  SlotId id = 0;
  SlotKind kind = SlotKind::local;
  std::string name;    ///< Qualified for globals and fields ("uv_process_options_s::exit_cb"), bare for others.
  TypeIndex type = 0;  ///< Declared type.
};

enum class ValueKind : std::uint8_t {
  none,
  function,  ///< id is a FunctionId: the function itself.
  slot,      ///< id is a SlotId: whatever that place holds.
  result,    ///< id is an index into Body::sites: what that call returned.
};

/// Where a callable or an object comes from.
struct Value {
  ValueKind kind = ValueKind::none;
  std::uint64_t id = 0;
  bool operator==(const Value&) const = default;
};

enum class ConstantKind : std::uint8_t {
  unknown,
  integer,     ///< number
  enumerator,  ///< number, and text is the qualified enumerator name when one was written
  null,        ///< a null pointer constant
  string,      ///< text
  duration,    ///< number, in nanoseconds (saturating)
  boolean,     ///< number is 0 or 1
  bits,        ///< number: bits that are certainly set, of a value that is not known otherwise
  real,        ///< text is the shortest decimal form; number its truncation
  parameter,   ///< number: the position of the surrounding function's parameter that is handed on as it came in
};

/// One argument of a call. Arguments that say nothing (no constant, no callable, no interesting type) are kept too,
/// so that an index in a rule is an index in this list.
struct Argument {
  ConstantKind constant = ConstantKind::unknown;
  std::int64_t number = 0;
  std::string text;
  TypeIndex type = 0;         ///< Type of the expression before implicit conversions.
  std::vector<Value> values;  ///< Callables this argument may be, or the slot or call it was read from.
  Value place;                ///< The variable or field that was passed, by value or by address.
  bool defaulted = false;     ///< Not written: a default argument.
  bool in_template = false;   ///< A function among the template arguments of the callee; these stand behind the others.
  bool operator==(const Argument&) const = default;
};

enum class SiteKind : std::uint8_t {
  call,       ///< A call to a free or static function.
  member,     ///< A call to a member function through an object.
  operator_,  ///< An overloaded operator; member operators have their object in Site::object, not in arguments.
  construct,  ///< A constructor call.
  destroy,    ///< A destructor call (end of scope, temporary, delete, member, base).
  indirect,   ///< A call through a function pointer, member pointer or unresolved callee: see Site::through.
};

/// Bits of Site::flags.
enum SiteFlag : std::uint32_t {
  site_virtual = 1U << 0,         ///< Dispatched dynamically: overriders of the callee may run.
  site_awaited = 1U << 1,         ///< The direct operand of co_await.
  site_discarded = 1U << 2,       ///< Its value is not used.
  site_implicit = 1U << 3,        ///< Not written in the source (destructor, conversion, default argument ...).
  site_returned = 1U << 4,        ///< Its value is what the function returns.
  site_loop_condition = 1U << 5,  ///< Part of a loop's condition.
  site_dying = 1U << 6,           ///< The program ends in this call, or right behind it.
  site_once = 1U << 7,            ///< Only the first time, to fill a variable that outlives the call.
  site_exact = 1U << 8,           ///< Of a virtual call: the object certainly is of the class Site::object_type.
};

/// One call in a body.
struct Site {
  SiteKind kind = SiteKind::call;
  std::uint32_t flags = 0;
  FunctionId callee = 0;      ///< Static callee; 0 for indirect calls.
  Value through;              ///< For indirect calls: what is called.
  Value object;               ///< The object of a member call: the place or call it came from.
  TypeIndex object_type = 0;  ///< Its static type before implicit upcasts.
  SourceLocation location;
  std::uint32_t loop = npos;   ///< Innermost loop: index into Body::loops.
  std::uint32_t guard = npos;  ///< Innermost question that decided that this code runs: index into Body::guards.
  std::vector<Argument> arguments;
};

/// A loop statement; loops form a tree through `parent`.
struct Loop {
  std::uint32_t parent = npos;
  SourceLocation location;
  bool endless = false;  ///< No condition, or a constant true one.
};

/// A branch that depends on what a call answers (`if (on_loop()) ...`), or on a parameter that is as it came in
/// (`if (mode == 0) ...`). Guards form a tree through `parent`.
struct Guard {
  std::uint32_t parent = npos;
  std::uint32_t site = npos;       ///< The call that is asked: index into Body::sites; npos for a parameter.
  bool answer = true;              ///< What it answered, if the guarded code runs.
  std::uint32_t parameter = npos;  ///< The position of the parameter; the answer is whether it equals `number`.
  std::int64_t number = 0;         ///< 0 stands for a null pointer, too.
};

/// A basic block of a coroutine, reduced to what matters for where code runs. Block 0 is the entry.
struct Block {
  /// In order: site index * 2 for a call, suspension index * 2 + 1 for the moment after a suspension.
  std::vector<std::uint32_t> events;
  std::vector<std::uint32_t> successors;
};

/// "target may hold any of sources": an assignment, initialisation, argument binding or return.
struct Flow {
  SlotId target = 0;
  std::vector<Value> sources;
  SourceLocation location;
};

enum class SuspensionKind : std::uint8_t { await, yield };

/// A point at which a coroutine may suspend.
struct Suspension {
  SuspensionKind kind = SuspensionKind::await;
  SourceLocation location;
  std::uint32_t operand = npos;  ///< Site of the awaited call, npos if the operand is not a call.
  std::uint32_t loop = npos;     ///< Innermost loop around it.
  std::uint32_t before = 0;      ///< Number of sites that stand before it in Body::sites.
  /// Sites of the constructor calls of the local objects that are alive across it.
  std::vector<std::uint32_t> alive{};
};

/// A call that a matcher is true of.
struct ProbeHit {
  std::uint32_t site = 0;  ///< Index into Body::sites.
  ProbeId probe = 0;
  auto operator<=>(const ProbeHit&) const = default;
};

/// What a function with a walked body does.
struct Body {
  FunctionId function = 0;
  SourceLocation location;
  bool is_coroutine = false;
  bool lazy = false;            ///< A coroutine that does not start before it is awaited.
  bool generator_like = false;  ///< A coroutine whose promise deletes await_transform, or that only yields.
  std::vector<Loop> loops;
  std::vector<Site> sites;  ///< In evaluation order as far as the source order tells.
  std::vector<Flow> flows;
  std::vector<Suspension> suspensions;
  std::vector<Guard> guards;
  std::vector<Block> blocks;  ///< Control flow; only for coroutines that await something.
  /// Where handles (descriptors, pointers, objects) come from: a variable or field, and the call or place it was set
  /// from. Kept apart from `flows`, which are about callables.
  std::vector<Flow> origins;
  std::vector<ProbeHit> probes;  ///< Sorted.
};

enum class SuppressionKind : std::uint8_t { line, next_line, begin, end };

/// A NOLINT comment.
struct Suppression {
  SuppressionKind kind = SuppressionKind::line;
  SourceLocation location;
  bool all_tools = false;           ///< A bare NOLINT, or NOLINT(*).
  std::vector<std::string> checks;  ///< The names in parentheses that start with "stallhound".
  std::string reason;               ///< Text after the closing parenthesis and a colon.
};

enum class UnitStatus : std::uint8_t {
  ok,      ///< Parsed without an error.
  errors,  ///< Clang reported errors; what it could recover is in the facts.
  failed,  ///< Nothing could be extracted.
};

/// What kept a unit from being analysed.
enum class UnitProblem : std::uint8_t {
  source,     ///< Its source code or its command; also the value of units without a problem.
  crash,      ///< The analysis crashed.
  too_deep,   ///< The analysis overflowed its stack.
  too_large,  ///< The analysis needed more memory than there was for it.
  too_slow,   ///< The analysis took longer than its time.
  killed,     ///< Somebody else ended the process of the analysis.
  no_process  ///< There was no process to analyse it.
};

/// Everything known about one translation unit.
/// An entry of the compile database that cannot be used.
struct DatabaseProblem {
  std::string kind;  ///< As Problem::kind.
  std::string file;  ///< Absolute path.
  std::string message;
};

/// What a shard that `extract` wrote says about the project as a whole, so that `link` sees what `scan` saw.
struct ProjectFacts {
  std::string root;          ///< Absolute; empty in facts that were not exported.
  std::uint64_t origin = 0;  ///< Which database and which part of it; extracting that again replaces the shard.
  bool whole = false;        ///< The extraction was about the whole database.
  std::vector<DatabaseProblem> problems;  ///< Told by one of the shards.
};

struct TuFacts {
  std::string main_file;  ///< Absolute path; empty: a shard that only tells about the project.
  UnitStatus status = UnitStatus::ok;
  UnitProblem problem = UnitProblem::source;
  std::string message;  ///< First error, as "file:line:col: text", when status is not ok.
  std::vector<FileFact> files;
  std::vector<TypeFact> types{TypeFact{}};
  std::vector<FunctionFact> functions;
  std::vector<SlotFact> slots;
  std::vector<Body> bodies;
  std::vector<Flow> flows;  ///< Initialisers outside functions: global tables, static members.
  std::vector<Suppression> suppressions;
  std::vector<ProbeId> probes;  ///< The matchers that were asked about every call.
  ProjectFacts project;
};

/// The slot of parameter `index` of `function`; callers and callees compute the same value.
constexpr SlotId parameter_slot(FunctionId function, std::uint32_t index) {
  std::uint64_t x = function ^ (0x9e3779b97f4a7c15ULL * (index + 1));
  x ^= x >> 31;
  x *= 0x7fb5d329728ea185ULL;
  return x ^ (x >> 29);
}

/// The slot of the value that `function` returns.
constexpr SlotId result_slot(FunctionId function) { return parameter_slot(function, 0xfffffffeU); }

}  // namespace stallhound
