// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The field lists of all facts, see fields.h, and the header around them. Integers are varints (ids, which are hashes,
// are fixed 8 bytes), equal strings are written once and referred to by number afterwards.
#include "store/shard.h"

#include <algorithm>
#include <bit>

#include "base/content_digest.h"
#include "store/fields.h"

namespace stallhound {
namespace storage {

// fields.h finds these by their arguments, so they are not in an unnamed namespace.

/// Which function or place a value is, or which call it is the result of.
struct Source {
  ValueKind& kind;
  std::uint64_t& id;
  static constexpr std::size_t members = 2;
};
template <class Archive>
void field(Archive& archive, Source source) {
  field(archive, source.kind);
  field(archive, source.id);
  if constexpr (Archive::reading) {
    if (source.kind == ValueKind::none) archive.require(source.id == 0);
    if (source.kind == ValueKind::result) archive.claim(Table::sites, std::min<std::uint64_t>(source.id, npos));
  }
}

/// The kind and the number of a constant.
struct Constant {
  ConstantKind& kind;
  std::int64_t& number;
  static constexpr std::size_t members = 2;
};
template <class Archive>
void field(Archive& archive, Constant constant) {
  field(archive, constant.kind);
  plain_number(archive, constant.number);
  if constexpr (Archive::reading) {
    if (constant.kind == ConstantKind::boolean) archive.require(constant.number == 0 || constant.number == 1);
    if (constant.kind == ConstantKind::parameter) archive.require(constant.number >= 0 && constant.number < npos);
  }
}

/// Numbers are told apart by what they are; x is the struct.
#define STALLHOUND_FIELDS(Type, ...)      \
  template <class Archive>                \
  void visit(Archive& archive, Type& x) { \
    fields<Type>(archive, __VA_ARGS__);   \
  }

STALLHOUND_FIELDS(SourceLocation, index<Table::files>(x.file), number(x.line), number(x.column))
STALLHOUND_FIELDS(FileFact, x.path, x.in_roots)
STALLHOUND_FIELDS(TypeFact, x.name, x.alias, index<Table::types>(x.arguments), x.bases, x.is_pointer, x.is_callable)
STALLHOUND_FIELDS(SlotFact, x.id, x.kind, x.name, index<Table::types>(x.type))
STALLHOUND_FIELDS(Value, Source{x.kind, x.id})
STALLHOUND_FIELDS(Argument, Constant{x.constant, x.number}, x.text, index<Table::types>(x.type), x.values, x.place,
                  x.defaulted, x.in_template)
STALLHOUND_FIELDS(Loop, earlier(x.parent), x.location, x.endless)
STALLHOUND_FIELDS(Flow, x.target, x.sources, x.location)
STALLHOUND_FIELDS(ProbeHit, index<Table::sites>(x.site), x.probe)
STALLHOUND_FIELDS(Guard, earlier(x.parent), optional_index<Table::sites>(x.site), x.answer, number(x.parameter),
                  number(x.number))
STALLHOUND_FIELDS(Block, events(x.events), index<Table::blocks>(x.successors))
STALLHOUND_FIELDS(Suspension, x.kind, x.location, optional_index<Table::sites>(x.operand),
                  optional_index<Table::loops>(x.loop), count_of<Table::sites>(x.before), index<Table::sites>(x.alive))
STALLHOUND_FIELDS(Suppression, x.kind, x.location, x.all_tools, x.checks, x.reason)
STALLHOUND_FIELDS(FunctionFact, x.id, x.kind, flags<fn_selector>(x.flags), x.name, x.alias, x.display, x.location,
                  index<Table::types>(x.parent), index<Table::types>(x.result), index<Table::types>(x.parameters),
                  x.overrides, x.annotations)
STALLHOUND_FIELDS(Site, x.kind, flags<site_exact>(x.flags), x.callee, x.through, x.object,
                  index<Table::types>(x.object_type), x.location, optional_index<Table::loops>(x.loop),
                  optional_index<Table::guards>(x.guard), x.arguments)

template <class Archive>
void visit(Archive& archive, Body& x) {
  fields<Body>(archive, x.function, x.location, x.is_coroutine, x.lazy, x.generator_like,
               indexed<Table::loops>(x.loops), indexed<Table::sites>(x.sites), x.flows,
               indexed<Table::suspensions>(x.suspensions), indexed<Table::guards>(x.guards),
               indexed<Table::blocks>(x.blocks), x.origins, sorted(x.probes));
  archive.close_tables(body_tables);
}

STALLHOUND_FIELDS(DatabaseProblem, x.kind, x.file, x.message)
STALLHOUND_FIELDS(ProjectFacts, x.root, x.origin, x.whole, x.problems)

/// A body without a function would be nowhere. Functions are many and known by hashes, so the table of their ids needs
/// no hash of its own; it is half empty, and 0 marks what is free.
static bool bodies_are_declared(const TuFacts& facts) {
  std::vector<FunctionId> table(std::bit_ceil(2 * facts.functions.size() + 1), 0);
  bool zero = false;
  const auto place_of = [&table](FunctionId id) {
    auto at = id & (table.size() - 1);
    while (table[at] != 0 && table[at] != id) at = (at + 1) & (table.size() - 1);
    return at;
  };
  for (const auto& function : facts.functions) {
    table[place_of(function.id)] = function.id;
    zero = zero || function.id == 0;
  }
  return std::all_of(facts.bodies.begin(), facts.bodies.end(),
                     [&](const Body& body) { return body.function == 0 ? zero : table[place_of(body.function)] != 0; });
}

template <class Archive>
void visit(Archive& archive, TuFacts& x) {
  fields<TuFacts>(archive, x.main_file, x.status, x.problem, x.message, indexed<Table::files>(x.files),
                  indexed<Table::types>(x.types), x.functions, x.slots, x.bodies, x.flows, x.suppressions, x.probes,
                  x.project);
  if constexpr (Archive::reading) {
    archive.claim(Table::types, 0);  // "Not known" always exists.
    archive.require(bodies_are_declared(x));
  }
  archive.close_tables(all_tables);
}

#undef STALLHOUND_FIELDS

namespace {

constexpr std::string_view magic = "STHF";
constexpr std::size_t header_size = 4 + 4 + 8 + 8;

void put(std::string& bytes, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
}

std::uint64_t get(std::string_view bytes, std::size_t at, int size) {
  std::uint64_t value = 0;
  for (int i = 0; i < size; ++i)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

}  // namespace
}  // namespace storage

std::string encode(const TuFacts& facts) {
  using namespace storage;
  FactsWriter writer;
  // Writing changes nothing; one visit function for both directions wants a reference to non-const.
  visit(writer, const_cast<TuFacts&>(facts));
  const std::string content = writer.take();
  std::string bytes(magic);
  put(bytes, shard_format, 4);
  put(bytes, content.size(), 8);
  put(bytes, content_digest(content), 8);
  return bytes + content;
}

Result<TuFacts> decode(std::string_view bytes) {
  using namespace storage;
  const auto damaged = [](const char* what) { return Diagnostic{"", 0, 0, what, ""}; };
  if (bytes.size() < header_size || bytes.substr(0, 4) != magic) return damaged("not a shard");
  if (get(bytes, 4, 4) != shard_format) return damaged("a shard of another format");
  const auto content = bytes.substr(header_size);
  if (get(bytes, 8, 8) != content.size()) return damaged("a shard that was cut off");
  if (get(bytes, 16, 8) != content_digest(content)) return damaged("a damaged shard");
  FactsReader reader(content);
  TuFacts facts;
  visit(reader, facts);
  if (!reader.ok() || !reader.done()) return damaged("a damaged shard");
  return facts;
}

}  // namespace stallhound
