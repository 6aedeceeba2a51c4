// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One list of fields per struct serves both directions: `visit(archive, value)` names the fields in order, a Writer
// appends them, a Reader takes them off. Integers are varints (ids, which are hashes, are fixed 8 bytes), equal strings
// are written once and referred to by number afterwards.
#include "store/shard.h"

#include <type_traits>

#include "base/content_digest.h"
#include "store/bytes.h"

namespace stallhound {
namespace {

using storage::Reader;
using storage::Writer;

constexpr std::string_view magic = "STHF";
constexpr std::size_t header_size = 4 + 4 + 8 + 8;

template <class Archive, class T>
void field(Archive& archive, T& value);

template <class Archive, class T>
void elements(Archive& archive, T& list) {
  if constexpr (Archive::reading) {
    list.clear();
    const auto count = archive.count();
    list.reserve(count);
    for (std::uint64_t i = 0; i < count && archive.ok(); ++i) {
      list.emplace_back();
      field(archive, list.back());
    }
  } else {
    archive.number(list.size());
    for (auto& element : list) field(archive, element);
  }
}

template <class Archive, class... Fields>
void all(Archive& archive, Fields&... fields) {
  (field(archive, fields), ...);
}

#define STALLHOUND_FIELDS(Type, ...)      \
  template <class Archive>                \
  void visit(Archive& archive, Type& x) { \
    all(archive, __VA_ARGS__);            \
  }

STALLHOUND_FIELDS(SourceLocation, x.file, x.line, x.column)
STALLHOUND_FIELDS(FileFact, x.path, x.in_roots)
STALLHOUND_FIELDS(TypeFact, x.name, x.alias, x.arguments, x.bases, x.is_pointer, x.is_callable)
STALLHOUND_FIELDS(SlotFact, x.id, x.kind, x.name, x.type)
STALLHOUND_FIELDS(Value, x.kind, x.id)
STALLHOUND_FIELDS(Argument, x.constant, x.number, x.text, x.type, x.values, x.place, x.defaulted, x.in_template)
STALLHOUND_FIELDS(Loop, x.parent, x.location, x.endless)
STALLHOUND_FIELDS(Flow, x.target, x.sources, x.location)
STALLHOUND_FIELDS(ProbeHit, x.site, x.probe)
STALLHOUND_FIELDS(Guard, x.parent, x.site, x.answer, x.parameter, x.number)
STALLHOUND_FIELDS(Block, x.events, x.successors)
STALLHOUND_FIELDS(Suspension, x.kind, x.location, x.operand, x.loop, x.before, x.alive)
STALLHOUND_FIELDS(Suppression, x.kind, x.location, x.all_tools, x.checks, x.reason)
STALLHOUND_FIELDS(FunctionFact, x.id, x.kind, x.flags, x.name, x.alias, x.display, x.location, x.parent, x.result,
                  x.parameters, x.overrides, x.annotations)
STALLHOUND_FIELDS(Site, x.kind, x.flags, x.callee, x.through, x.object, x.object_type, x.location, x.loop, x.guard,
                  x.arguments)
STALLHOUND_FIELDS(Body, x.function, x.location, x.is_coroutine, x.lazy, x.generator_like, x.loops, x.sites, x.flows,
                  x.suspensions, x.guards, x.blocks, x.origins, x.probes)
STALLHOUND_FIELDS(DatabaseProblem, x.kind, x.file, x.message)
STALLHOUND_FIELDS(ProjectFacts, x.root, x.origin, x.whole, x.problems)
STALLHOUND_FIELDS(TuFacts, x.main_file, x.status, x.message, x.files, x.types, x.functions, x.slots, x.bodies, x.flows,
                  x.suppressions, x.probes, x.project)

#undef STALLHOUND_FIELDS

template <class T>
struct is_list : std::false_type {};
template <class T>
struct is_list<std::vector<T>> : std::true_type {};

/// Hashes do not shrink as varints; everything else does.
template <class T>
constexpr bool is_wide = std::is_same_v<T, std::uint64_t>;

template <class Archive, class T>
void field(Archive& archive, T& value) {
  if constexpr (is_list<T>::value) {
    elements(archive, value);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if constexpr (Archive::reading) {
      value = archive.text();
    } else {
      archive.text(value);
    }
  } else if constexpr (is_wide<T>) {
    if constexpr (Archive::reading) {
      value = archive.fixed();
    } else {
      archive.fixed(value);
    }
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    // Zigzag, so that small negative numbers stay small.
    if constexpr (Archive::reading) {
      const auto raw = archive.number();
      value = static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1);
    } else {
      archive.number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
  } else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
    if constexpr (Archive::reading) {
      value = static_cast<T>(archive.number());
    } else {
      archive.number(static_cast<std::uint64_t>(value));
    }
  } else {
    visit(archive, value);
  }
}

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

std::string encode(const TuFacts& facts) {
  Writer writer;
  // Writing changes nothing; one visit function for both directions wants a reference to non-const.
  field(writer, const_cast<TuFacts&>(facts));
  const std::string content = writer.take();
  std::string bytes(magic);
  put(bytes, shard_format, 4);
  put(bytes, content.size(), 8);
  put(bytes, content_digest(content), 8);
  return bytes + content;
}

Result<TuFacts> decode(std::string_view bytes) {
  const auto damaged = [](const char* what) { return Diagnostic{"", 0, 0, what, ""}; };
  if (bytes.size() < header_size || bytes.substr(0, 4) != magic) return damaged("not a shard");
  if (get(bytes, 4, 4) != shard_format) return damaged("a shard of another format");
  const auto content = bytes.substr(header_size);
  if (get(bytes, 8, 8) != content.size()) return damaged("a shard that was cut off");
  if (get(bytes, 16, 8) != content_digest(content)) return damaged("a damaged shard");
  Reader reader(content);
  TuFacts facts;
  field(reader, facts);
  if (!reader.ok() || !reader.done()) return damaged("a damaged shard");
  return facts;
}

}  // namespace stallhound
