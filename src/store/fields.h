// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fields of structs to bytes and back, checked.
//
// Problem. A checksum tells that bytes are as somebody wrote them, not that they make sense. The phases behind a shard
// use its numbers as indices without a further look.
//
// Method. One list of fields per struct serves both directions, and says of every number what it is: an index into a
// certain table, a set of flags, a plain number. A field that does not say so does not compile, and neither does a list
// that leaves out a member of its struct. Texts, truth values, hashes and enumerators have one meaning each, so they
// stand in the lists as they are.
//
//   STALLHOUND_FIELDS(Loop, earlier(x.parent), x.location, x.endless)
//
// Indices may come before the table that they point into. A reader therefore only keeps, for each table, the highest
// index that was named, and compares it with the table's size when the struct that holds both is complete.
//
// Cost. A comparison per number.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "stallhound/facts.h"
#include "store/bytes.h"

namespace stallhound::storage {

/// What indices point into: the tables of a body, then those of a unit.
enum class Table : std::uint8_t { loops, sites, suspensions, guards, blocks, files, types };
inline constexpr std::size_t body_tables = 5;
inline constexpr std::size_t all_tables = 7;

/// Writes facts, and believes them.
class FactsWriter : public Writer {
 public:
  void close_tables(std::size_t /*count*/) {}
};

/// Reads facts, and believes nothing.
class FactsReader : public Reader {
 public:
  using Reader::Reader;

  void require(bool holds) {
    if (!holds) reject();
  }
  /// The element at `index`, a number of 32 bits, of a table is meant.
  void claim(Table table, std::uint64_t index) {
    auto& end = named_[static_cast<std::size_t>(table)];
    end = std::max(end, index + 1);
  }
  void set_size(Table table, std::size_t size) { sizes_[static_cast<std::size_t>(table)] = size; }
  /// The struct that holds the first `count` tables is complete: what was named must be there.
  void close_tables(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) require(std::exchange(named_[i], 0) <= std::exchange(sizes_[i], 0));
  }
  /// Place of the element that is being read in the innermost list. Returns the former one.
  std::uint64_t enter(std::uint64_t place) { return std::exchange(place_, place); }
  std::uint64_t place() const { return place_; }

 private:
  std::array<std::uint64_t, all_tables> named_{};  ///< Per table: one more than the highest index.
  std::array<std::uint64_t, all_tables> sizes_{};
  std::uint64_t place_ = 0;
};

// ---- what numbers are ----------------------------------------------------------------------------------------------

/// A number, or a list of numbers, of which `Rule` tells whether it makes sense.
template <class Rule, class T>
struct Checked {
  T& value;
  static constexpr std::size_t members = 1;
};

template <Table table>
struct IndexRule {
  static void check(FactsReader& reader, std::uint64_t value) { reader.claim(table, value); }
};
/// An index into a table.
template <Table table, class T>
Checked<IndexRule<table>, T> index(T& value) {
  return {value};
}

template <Table table>
struct OptionalIndexRule {
  static void check(FactsReader& reader, std::uint64_t value) {
    if (value != npos) reader.claim(table, value);
  }
};
/// An index into a table, or npos.
template <Table table, class T>
Checked<OptionalIndexRule<table>, T> optional_index(T& value) {
  return {value};
}

struct EarlierRule {
  static void check(FactsReader& reader, std::uint64_t value) {
    reader.require(value == npos || value < reader.place());
  }
};
/// An element that stands before this one in the same list, or npos: such elements form a forest.
template <class T>
Checked<EarlierRule, T> earlier(T& value) {
  return {value};
}

template <Table table>
struct CountRule {
  static void check(FactsReader& reader, std::uint64_t value) {
    if (value != 0) reader.claim(table, value - 1);
  }
};
/// A number of elements of a table.
template <Table table, class T>
Checked<CountRule<table>, T> count_of(T& value) {
  return {value};
}

struct EventRule {
  static void check(FactsReader& reader, std::uint64_t value) {
    reader.claim(value % 2 == 0 ? Table::sites : Table::suspensions, value / 2);
  }
};
/// Events of a block, see Block::events.
template <class T>
Checked<EventRule, T> events(T& value) {
  return {value};
}

template <std::uint32_t last>
struct FlagsRule {
  static void check(FactsReader& reader, std::uint64_t value) { reader.require(value < std::uint64_t{last} * 2); }
};
/// A set of flags, of which `last` is the highest.
template <std::uint32_t last, class T>
Checked<FlagsRule<last>, T> flags(T& value) {
  return {value};
}

struct NumberRule {
  static void check(FactsReader& /*reader*/, std::uint64_t /*value*/) {}
};
/// A number that nothing is looked up with, or only where its size is looked at.
template <class T>
Checked<NumberRule, T> number(T& value) {
  return {value};
}

/// A list that indices point into.
template <Table table, class T>
struct Indexed {
  std::vector<T>& list;
  static constexpr std::size_t members = 1;
};
template <Table table, class T>
Indexed<table, T> indexed(std::vector<T>& list) {
  return {list};
}

/// A list that is sorted.
template <class T>
struct Sorted {
  std::vector<T>& list;
  static constexpr std::size_t members = 1;
};
template <class T>
Sorted<T> sorted(std::vector<T>& list) {
  return {list};
}

/// The highest enumerator of an enumeration that begins with 0.
template <class T>
inline constexpr T last_of = T{};
template <>
inline constexpr auto last_of<FunctionKind> = FunctionKind::lambda;
template <>
inline constexpr auto last_of<SlotKind> = SlotKind::result;
template <>
inline constexpr auto last_of<ValueKind> = ValueKind::result;
template <>
inline constexpr auto last_of<ConstantKind> = ConstantKind::parameter;
template <>
inline constexpr auto last_of<SiteKind> = SiteKind::indirect;
template <>
inline constexpr auto last_of<SuspensionKind> = SuspensionKind::yield;
template <>
inline constexpr auto last_of<SuppressionKind> = SuppressionKind::end;
template <>
inline constexpr auto last_of<UnitStatus> = UnitStatus::failed;
template <>
inline constexpr auto last_of<UnitProblem> = UnitProblem::no_process;

// ---- fields --------------------------------------------------------------------------------------------------------

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// Stands for a member of any type.
struct AnyMember {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor): a braced list converts its members.
};

template <class T, class... Members>
constexpr std::size_t member_count() {
  if constexpr (requires { T{Members{}..., AnyMember{}}; }) {
    return member_count<T, Members..., AnyMember>();
  } else {
    return sizeof...(Members);
  }
}

/// How many members of its struct an entry of a list of fields stands for.
template <class T>
constexpr std::size_t members_of() {
  if constexpr (requires { T::members; }) {
    return T::members;
  } else {
    return 1;
  }
}

/// No element takes fewer bytes.
template <class T>
constexpr std::size_t least_bytes() {
  if constexpr (std::is_same_v<T, std::uint64_t>) {
    return sizeof(T);
  } else if constexpr (std::is_aggregate_v<T>) {
    return member_count<T>();
  } else {
    return 1;
  }
}

template <class Archive, class T, class ReadOrWrite>
void each(Archive& archive, std::vector<T>& list, const ReadOrWrite& element) {
  if constexpr (Archive::reading) {
    list.clear();
    const auto count = archive.count(least_bytes<T>());
    list.reserve(count);
    const auto outer = archive.enter(0);
    for (std::uint64_t i = 0; i < count && archive.ok(); ++i) {
      archive.enter(i);
      element(list.emplace_back());
    }
    archive.enter(outer);
  } else {
    archive.number(list.size());
    for (auto& one : list) element(one);
  }
}

/// A number of at most 64 bits. Signed ones are written in zigzag, so that small negative numbers stay small.
template <class Archive, class T>
void plain_number(Archive& archive, T& value) {
  if constexpr (Archive::reading) {
    const auto raw = archive.number();
    if constexpr (std::is_signed_v<T>) {
      static_assert(sizeof(T) == sizeof raw);
      value = static_cast<T>(raw >> 1) ^ -static_cast<T>(raw & 1);
    } else {
      archive.require(raw <= std::numeric_limits<T>::max());
      value = static_cast<T>(raw);
    }
  } else if constexpr (std::is_signed_v<T>) {
    archive.number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  } else {
    archive.number(value);
  }
}

/// What is its own description. Numbers are not.
template <class Archive, class T>
void field(Archive& archive, T& value) {
  if constexpr (is_list<T>) {
    each(archive, value, [&](auto& element) { field(archive, element); });
  } else if constexpr (std::is_same_v<T, std::string>) {
    if constexpr (Archive::reading) {
      value = archive.text();
    } else {
      archive.text(value);
    }
  } else if constexpr (std::is_same_v<T, std::uint64_t>) {
    // A hash, which does not shrink as a varint.
    if constexpr (Archive::reading) {
      value = archive.fixed();
    } else {
      archive.fixed(value);
    }
  } else if constexpr (std::is_same_v<T, bool> || std::is_enum_v<T>) {
    if constexpr (Archive::reading) {
      constexpr auto last = std::is_same_v<T, bool> ? T(1) : last_of<T>;
      static_assert(last != T{}, "say which enumerator is the last one");
      const auto raw = archive.number();
      const bool known = raw <= static_cast<std::uint64_t>(last);
      archive.require(known);
      value = known ? static_cast<T>(raw) : T{};
    } else {
      archive.number(static_cast<std::uint64_t>(value));
    }
  } else {
    static_assert(std::is_aggregate_v<T>, "say what this number is: an index into what, flags, a plain number");
    visit(archive, value);
  }
}

template <class Archive, class Rule, class T>
void field(Archive& archive, Checked<Rule, T> checked) {
  const auto one = [&archive](auto& value) {
    plain_number(archive, value);
    if constexpr (Archive::reading) Rule::check(archive, static_cast<std::uint64_t>(value));
  };
  if constexpr (is_list<T>) {
    each(archive, checked.value, one);
  } else {
    one(checked.value);
  }
}

template <class Archive, Table table, class T>
void field(Archive& archive, Indexed<table, T> indexed) {
  field(archive, indexed.list);
  if constexpr (Archive::reading) archive.set_size(table, indexed.list.size());
}

template <class Archive, class T>
void field(Archive& archive, Sorted<T> sorted) {
  field(archive, sorted.list);
  if constexpr (Archive::reading) archive.require(std::is_sorted(sorted.list.begin(), sorted.list.end()));
}

/// All members of a struct, in order.
template <class Type, class Archive, class... Fields>
void fields(Archive& archive, Fields&&... each) {
  static_assert((members_of<std::remove_cvref_t<Fields>>() + ...) == member_count<Type>(),
                "a list of fields names every member of its struct once");
  (field(archive, each), ...);
}

}  // namespace stallhound::storage
