// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rules: what the packs say, compiled for look-up by name.
//
// A pack is a JSON file that names functions, classes, fields and types of one library and says what they mean for an
// event loop. Loading turns all packs into one RuleSet, in which a function name is looked up once per distinct
// function of the program, however many rules there are. The JSON form is described in docs/writing-rules.md and
// rules/schema.json.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace stallhound {

/// What kind of blocking (or misuse) a finding is about. A closed list; the spelling in files is to_string's.
enum class Category : std::uint8_t {
  sleep,
  process,
  file_io,
  database,
  network,
  dns,
  http,
  rpc,
  lock,
  wait,
  nested_loop,
  system_info,
  console,
  cpu,
  discarded_awaitable,
  lock_across_await,
  missing_timeout,
  competing_handles,
  handle_per_call,
  long_await,
};
inline constexpr std::size_t category_count = 20;

/// How long a call holds its thread when things go normally badly.
enum class Cost : std::uint8_t { microseconds, milliseconds, seconds, unbounded };

enum class Severity : std::uint8_t { note, warning, error };

/// How sure the analysis is: possible = something decisive is unknown; probable = a step has several possible
/// targets; definite = every step is certain.
enum class Confidence : std::uint8_t { possible, probable, definite };

std::string_view to_string(Category);
std::string_view to_string(Cost);
std::string_view to_string(Severity);
std::string_view to_string(Confidence);
std::optional<Category> parse_category(std::string_view);
std::optional<Cost> parse_cost(std::string_view);
std::optional<Severity> parse_severity(std::string_view);
std::optional<Confidence> parse_confidence(std::string_view);

/// Categories that are reported without being asked for: all but lock, console and cpu.
bool on_by_default(Category);

/// Severity of a cost class: unbounded and seconds = error, milliseconds = warning, microseconds = note.
Severity severity_of(Cost);

/// What a condition looks at.
enum class Subject : std::uint8_t {
  argument,   ///< Argument `index` of the call.
  parameter,  ///< Declared parameter `index` of the callee (its type).
  object,     ///< The object of a member call (its type).
  call,       ///< The call itself.
};

/// What a condition asks. Each test answers yes, no or unknown (src/rules/match.h).
enum class Test : std::uint8_t {
  all,
  any,
  negate,            ///< Combine `children`.
  equals,            ///< Constant equals one of numbers, or its string or enumerator name one of strings.
  is_zero,           ///< Integer 0, or a duration or real of zero or less.
  is_null,           ///< A null pointer constant (an integer 0 does not count).
  has_flag,          ///< All bits of numbers[0] are set.
  less_than,         ///< Constant < numbers[0].
  greater_than,      ///< Constant > numbers[0].
  contains,          ///< String constant contains one of strings.
  starts_with,       ///< String constant starts with one of strings.
  type_is,           ///< Type, its typedef, or one of its bases is one of strings (globs allowed).
  type_argument_is,  ///< Some template argument of the type (at any depth) is one of strings.
  is_callable,       ///< The argument is, or may hold, a function, closure or functor.
  present,           ///< The argument was written in the call (default arguments do not count).
  is,                ///< The handle has one of these labels (numbers[0]: a set of bits of RuleSet::labels).
  named,             ///< The argument or object is the global variable with one of these names.
  awaited,           ///< The call is the operand of co_await.
  discarded,         ///< The value of the call is not used.
};

struct Condition {
  Test test = Test::all;
  Subject subject = Subject::call;
  std::uint32_t index = 0;
  std::vector<std::int64_t> numbers;
  std::vector<std::string> strings;
  std::vector<Condition> children;
};

/// What to assume when a decisive fact is not known.
enum class IfUnknown : std::uint8_t { definite, possible, silent };

/// Where an entry comes from, for messages and docs.
struct Origin {
  std::uint32_t pack = 0;  ///< Index into RuleSet::packs.
  std::uint32_t line = 0;
};

/// A function that blocks its thread.
struct BlockingRule {
  Origin origin;
  std::string id;  ///< Rule id, "category/source": "sleep/posix".
  Category category = Category::sleep;
  Cost cost = Cost::milliseconds;
  Confidence confidence = Confidence::definite;    ///< Upper bound: "possible" if more must be known.
  bool opt_in = false;                             ///< Only reported with --pedantic.
  std::vector<std::string> names;                  ///< As in the pack, braces expanded.
  std::vector<std::string> except;                 ///< What patterns among the names do not mean.
  std::uint64_t probe = 0;                         ///< The matcher that must be true of the call; 0: none.
  std::string why;                                 ///< One sentence: why this stalls a loop.
  std::map<std::string, std::string> fix;          ///< Framework id (or "default") -> what to do instead.
  std::optional<Condition> when;                   ///< Must hold.
  std::optional<Condition> unless;                 ///< Must not hold.
  IfUnknown when_unknown = IfUnknown::possible;    ///< Verdict if `when` is unknown.
  IfUnknown unless_unknown = IfUnknown::definite;  ///< Verdict if `unless` is unknown.
};

/// How a registration is recognised.
enum class Form : std::uint8_t {
  calls,        ///< A call to one of names; the callables are in `arguments`.
  overrides,    ///< A function that overrides one of names.
  types,        ///< A callable converted to a parameter, field or variable of one of these (typedef) types.
  fields,       ///< A callable stored in one of these fields or global variables.
  functions,    ///< The function with one of these names itself.
  parameters,   ///< A function with a parameter of one of these types.
  annotations,  ///< A function with one of these annotate attributes.
  loop_around,  ///< The body of a loop around a call to one of names.
};

/// Where a callable runs.
enum class Runs : std::uint8_t {
  loop,    ///< On an event loop: a context.
  thread,  ///< On a thread or pool where blocking is fine: a barrier.
  here,    ///< Inside the registering call: as if called there.
  kept,    ///< Not run by this call: stored in the object and passed on through the result.
};

/// In Registration::method_of: the object of the call.
inline constexpr std::uint32_t call_object = 0xffffffffU;

/// Says where a callable runs: an entry of "contexts" (loop), "barriers" (thread) or "wrappers" (kept, here).
struct Registration {
  Origin origin;
  Runs runs = Runs::loop;
  Form form = Form::calls;
  Confidence confidence = Confidence::definite;
  std::string framework;  ///< Framework id; the pack's own if not given.
  std::string what;       ///< For people: "libuv timer callback".
  std::vector<std::string> names;
  std::vector<std::string> except;       ///< What patterns among the names do not mean.
  std::vector<std::uint32_t> arguments;  ///< Form::calls: indices of callables.
  bool all_arguments = false;            ///< Form::calls: every callable argument.
  bool template_arguments = false;       ///< Form::calls: the functions among the template arguments.
  /// Form::calls: the argument is a text that names a method of the class of another argument, or of the object.
  std::optional<std::uint32_t> method_of;
  std::vector<std::string> only;    ///< Form::annotations: only functions with one of these names; globs allowed.
  std::optional<Condition> when;    ///< Form::calls, parameters: must hold (unknown counts as "possible").
  std::optional<Condition> unless;  ///< Form::calls: the callable does not run there if this certainly holds.
};

/// What a coroutine return type means for its body.
enum class CoroutineKind : std::uint8_t {
  loop,       ///< Runs on an event loop.
  caller,     ///< Runs where it is started; a loop unless it is only started on a pool.
  elsewhere,  ///< Runs on threads where blocking is fine.
  generator,  ///< A synchronous generator: runs in its consumer.
};

struct CoroutineRule {
  Origin origin;
  CoroutineKind kind = CoroutineKind::loop;
  std::string framework;
  bool resumes_home =
      false;  ///< After each co_await it runs on its own executor again, wherever the awaited thing ran.
  std::vector<std::string> types;  ///< Canonical return type names.
};

/// A co_await that moves the rest of a coroutine to another executor.
struct HopRule {
  Origin origin;
  Runs to = Runs::thread;  ///< thread or loop.
  std::string framework;
  std::vector<std::string> names;  ///< Callee of the awaited call.
  std::optional<Condition> when;
};

/// Which part of a call is a handle.
struct HandlePart {
  enum class Kind : std::uint8_t { result, object, argument };
  Kind kind = Kind::result;
  std::uint32_t index = 0;  ///< Kind::argument
  bool operator==(const HandlePart&) const = default;
};

/// A call that says something about a handle: that a descriptor is in non-blocking mode, that a future waits, that a
/// TLS session works on a descriptor.
struct HandleRule {
  Origin origin;
  HandlePart handle;
  std::optional<std::uint32_t> label;   ///< Index into RuleSet::labels; nothing if there is `labels_of`.
  std::optional<HandlePart> labels_of;  ///< What holds for this part of the call holds for the handle.
  std::vector<std::string> names;
  std::vector<std::string> except;  ///< What patterns among the names do not mean.
  std::optional<Condition> when;
  std::optional<Condition> unless;
  bool if_unknown = false;  ///< Whether it counts although what the conditions ask is not known.
};

/// A question whose answer says that the code behind it is not loop code: "am I on the loop?", "am I the child?".
struct GuardRule {
  Origin origin;
  bool answer = false;  ///< Code that runs only if the call answered this is not loop code.
  std::vector<std::string> names;
};

/// A call that makes a handle ready to use.
struct FollowUp {
  std::vector<std::string> names;
  HandlePart handle{HandlePart::Kind::argument, 0};
  std::optional<Condition> when;    ///< Counts only if this holds for certain.
  std::optional<Condition> unless;  ///< Does not count if this holds for certain.
};

/// A handle that needs a follow-up call.
struct RequireRule {
  Origin origin;
  std::string id;
  Category category = Category::missing_timeout;
  Severity severity = Severity::warning;
  std::vector<std::string> names;   ///< The calls that make the handle.
  HandlePart handle;                ///< What they make: the result, or the object of a constructor, or an out-argument.
  std::optional<Condition> when;    ///< Must hold for certain.
  std::optional<Condition> unless;  ///< Must not hold for certain.
  std::vector<FollowUp> satisfied_by;  ///< If empty, the call itself lacks something.
  std::string why;
  std::map<std::string, std::string> fix;
};

/// A library with its own words for "do it another way".
struct Framework {
  std::string id;                         ///< "asio"
  std::string name;                       ///< "Boost.Asio"
  std::map<Category, std::string> fixes;  ///< Replacement by category.
  std::string offload;                    ///< How to move any blocking call off the loop.
};

struct Pack {
  std::string id;                      ///< "posix"
  std::string title;                   ///< "POSIX and the C library"
  std::string file;                    ///< Where it was loaded from.
  std::string documentation;           ///< A paragraph; may be empty.
  std::string framework;               ///< Id of the framework that it describes; may be empty.
  std::vector<std::string> models{};   ///< What it adds to RuleSet::models and model_globs.
  std::vector<std::string> trusted{};  ///< What it adds to RuleSet::trusted.
};

enum class RuleKind : std::uint8_t {
  blocking,
  registration,
  coroutine,
  hop,
  trusted,
  require,
  follow_up,
  handle,
  guard
};

/// One meaning of a name: an element of the list in RuleSet that belongs to `kind`.
struct RuleRef {
  RuleKind kind = RuleKind::blocking;
  std::uint32_t index = 0;
  bool operator==(const RuleRef&) const = default;
};

/// What a name in a pack has to be for its entry to mean anything.
enum class NameRole : std::uint8_t {
  call,       ///< A function, or a variable that is called.
  function,   ///< A function.
  override_,  ///< A virtual member function.
  type,       ///< A class, enum or typedef.
  field,      ///< A field or a global variable.
};

/// A name where a pack mentions it, braces expanded.
struct Mention {
  std::uint32_t pack = 0;  ///< Index into RuleSet::packs.
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  NameRole role = NameRole::call;
  std::string name;
};

/// Hashes names without making strings of them.
struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
};

/// Meanings by name.
using NameIndex = std::unordered_map<std::string, std::vector<RuleRef>, NameHash, std::equal_to<>>;

/// A pattern for a family of functions.
struct FunctionGlob {
  std::string pattern;
  RuleRef ref;
  std::vector<std::string> except;  ///< Names, or patterns, of members that are not meant.
};

/// The beginnings of names that packs speak about, as a tree of characters. Most names of a program share no more than
/// a few characters with any of them, and are done with after these, however many packs there are.
class NameStarts {
 public:
  /// What is known under a beginning; bits.
  enum Kind : std::uint8_t {
    family = 1,      ///< A key of RuleSet::function_globs.
    model = 2,       ///< An element of RuleSet::models.
    model_glob = 4,  ///< What one of RuleSet::model_globs begins with.
    function = 8,    ///< A key of RuleSet::functions.
  };

  void add(std::string_view start, Kind kind);

  /// Calls `visit(length, kinds)` for each known beginning of `name`, shortest first, until one returns true; then
  /// returns true.
  template <class Visit>
  bool any(std::string_view name, Visit visit) const {
    std::uint32_t node = 0;
    for (std::size_t length = 0;; ++length) {
      if (nodes_[node].kinds != 0 && visit(length, nodes_[node].kinds)) return true;
      if (length == name.size()) return false;
      node = child(node, name[length]);
      if (node == 0) return false;
    }
  }

 private:
  struct Node {
    char text = 0;
    std::uint8_t kinds = 0;
    std::uint32_t first_child = 0;
    std::uint32_t sibling = 0;
  };

  std::uint32_t child(std::uint32_t node, char text) const {
    if (node == 0) return first_[static_cast<unsigned char>(text)];
    auto next = nodes_[node].first_child;
    while (next != 0 && nodes_[next].text != text) next = nodes_[next].sibling;
    return next;
  }

  std::vector<Node> nodes_{Node{}};         ///< The first is the empty beginning.
  std::array<std::uint32_t, 256> first_{};  ///< Its children, by character.
};

/// A matcher expression of an expert rule, in clang-query's language.
struct Probe {
  std::uint64_t id = 0;    ///< Digest of the expression.
  std::uint32_t pack = 0;  ///< Index into RuleSet::packs.
  std::string expression;
  /// Where each of its characters stands in the pack (line, column), and its end: for messages of Clang.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
};

/// All packs, compiled. Immutable after loading.
struct RuleSet {
  std::vector<Pack> packs;
  std::uint32_t project_pack = 0xffffffffU;  ///< Index of the pack with what the project declares about its own code.
  std::vector<Framework> frameworks;
  std::vector<BlockingRule> blocking;
  std::vector<Registration> registrations;
  std::vector<CoroutineRule> coroutines;
  std::vector<HopRule> hops;
  std::vector<RequireRule> requires_;
  std::vector<HandleRule> handles;
  std::vector<GuardRule> guards;
  std::vector<Probe> probes;  ///< Each expression once.
  /// Probe -> indices into `blocking` of the rules that are about any call that it is true of, whatever its name.
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> probe_rules;
  std::vector<std::string> labels;   ///< What handles can be, in the order of their first mention; at most 64.
  std::vector<std::string> trusted;  ///< Functions that may be called from anywhere.
  std::vector<Mention> mentions;     ///< All names of the lists above in file order; for messages and checks only.
  /// Namespaces, or name prefixes that end in '_', whose own code is not judged; and patterns for such names.
  std::unordered_set<std::string, NameHash, std::equal_to<>> models;
  std::vector<std::string> model_globs;

  /// Function names, field names, type names -> meanings, in pack order. Exact names only.
  NameIndex functions;
  NameIndex overrides;
  NameIndex fields;
  NameIndex types;  ///< Callback typedefs and parameter types.
  NameIndex annotations;
  NameIndex coroutine_types;
  /// Names with '*' or '?' for functions, under the text before the first of these: a name is only held against the
  /// patterns that begin as it does.
  std::unordered_map<std::string, std::vector<FunctionGlob>, NameHash, std::equal_to<>> function_globs;
  NameStarts starts;  ///< Of functions, function_globs, models and model_globs.

  /// These keep `starts` up to date.
  void add_function(const std::string& name, RuleRef ref);
  void add_glob(FunctionGlob glob);
  void add_model(std::string model);

  /// Meanings of a function called by name, exact ones first, then globs, without duplicates.
  std::vector<RuleRef> find_function(std::string_view name) const;
  const Framework* find_framework(std::string_view id) const;
  /// True if the name lies in a modelled namespace.
  bool is_modelled(std::string_view name) const;
  /// True if the name lies in a namespace that this pack models.
  bool is_modelled_by(std::string_view name, std::uint32_t pack) const;
  /// The pack that a meaning comes from.
  std::uint32_t pack_of(RuleRef ref) const;
  /// The replacement text for a rule in the terms of a framework: the rule's own (also the one for any
  /// framework), the framework's for the category, then the rule's default. Never empty for a valid pack.
  std::string fix_for(const BlockingRule& rule, std::string_view framework) const;
};

/// True if text matches a pattern with '*' (any run of characters) and '?' (one character).
bool glob_match(std::string_view pattern, std::string_view text);

}  // namespace stallhound
