// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One list of fields per struct serves both directions: `visit(archive, value)` names the fields in order, a Writer
// appends them, a Reader takes them off. Integers are LEB128 varints (ids, which are hashes, are fixed 8 bytes), equal
// strings are written once and referred to by number afterwards.
#include "store/shard.h"

#include <bit>
#include <cstring>
#include <type_traits>
#include <unordered_map>

#include "base/digest.h"

namespace stallhound {
namespace {

constexpr std::string_view magic = "STHF";
constexpr std::size_t header_size = 4 + 4 + 8 + 8;

class Writer {
 public:
  static constexpr bool reading = false;

  void number(std::uint64_t value) {
    while (value >= 0x80) {
      bytes_ += static_cast<char>(value | 0x80);
      value >>= 7;
    }
    bytes_ += static_cast<char>(value);
  }
  void fixed(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(value >> shift);
  }
  void text(const std::string& value) {
    const auto [known, added] = strings_.emplace(value, strings_.size() + 1);
    if (!added) return number(known->second);
    number(0);
    number(value.size());
    bytes_ += value;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
  std::unordered_map<std::string, std::uint64_t> strings_;
};

class Reader {
 public:
  static constexpr bool reading = true;
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) return fail();
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return fail();
  }
  std::uint64_t fixed() {
    if (bytes_.size() - at_ < 8) return fail();
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[at_++])) << shift;
    }
    return value;
  }
  std::string text() {
    const auto known = number();
    if (known > strings_.size()) return fail(), std::string();
    if (known != 0) return strings_[known - 1];
    const auto size = number();
    if (size > bytes_.size() - at_) return fail(), std::string();
    strings_.emplace_back(bytes_.substr(at_, size));
    at_ += size;
    return strings_.back();
  }
  /// A count of elements that cannot be larger than the bytes that are left.
  std::uint64_t count() {
    const auto value = number();
    return value > bytes_.size() - at_ ? fail() : value;
  }
  bool ok() const { return !failed_; }
  bool done() const { return at_ == bytes_.size(); }

 private:
  std::uint64_t fail() {
    failed_ = true;
    at_ = bytes_.size();
    return 0;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::vector<std::string> strings_;
  bool failed_ = false;
};

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
STALLHOUND_FIELDS(Guard, x.parent, x.site, x.answer)
STALLHOUND_FIELDS(Block, x.events, x.successors)
STALLHOUND_FIELDS(Suspension, x.kind, x.location, x.operand, x.loop, x.before, x.alive)
STALLHOUND_FIELDS(Suppression, x.kind, x.location, x.all_tools, x.checks, x.reason)
STALLHOUND_FIELDS(FunctionFact, x.id, x.kind, x.flags, x.name, x.alias, x.display, x.location, x.parent, x.result,
                  x.parameters, x.overrides, x.annotations)
STALLHOUND_FIELDS(Site, x.kind, x.flags, x.callee, x.through, x.object, x.object_type, x.location, x.loop, x.guard,
                  x.arguments)
STALLHOUND_FIELDS(Body, x.function, x.location, x.is_coroutine, x.lazy, x.generator_like, x.loops, x.sites, x.flows,
                  x.suspensions, x.guards, x.blocks, x.origins, x.probes)
STALLHOUND_FIELDS(TuFacts, x.main_file, x.status, x.message, x.files, x.types, x.functions, x.slots, x.bodies, x.flows,
                  x.suppressions, x.probes)

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
  put(bytes, digest(content), 8);
  return bytes + content;
}

Result<TuFacts> decode(std::string_view bytes) {
  const auto damaged = [](const char* what) { return Diagnostic{"", 0, 0, what, ""}; };
  if (bytes.size() < header_size || bytes.substr(0, 4) != magic) return damaged("not a shard");
  if (get(bytes, 4, 4) != shard_format) return damaged("a shard of another format");
  const auto content = bytes.substr(header_size);
  if (get(bytes, 8, 8) != content.size()) return damaged("a shard that was cut off");
  if (get(bytes, 16, 8) != digest(content)) return damaged("a damaged shard");
  Reader reader(content);
  TuFacts facts;
  field(reader, facts);
  if (!reader.ok() || !reader.done()) return damaged("a damaged shard");
  return facts;
}

}  // namespace stallhound
