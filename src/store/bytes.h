// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Numbers and texts to bytes and back: what the formats in this folder are made of. A Reader never reads beyond its
// bytes; after the first mistake it returns zeros and says so.
#pragma once

#include <llvm/Support/Endian.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stallhound::storage {

class Writer {
 public:
  static constexpr bool reading = false;

  /// LEB128: seven bits per byte.
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      bytes_ += static_cast<char>(value | 0x80);
      value >>= 7;
    }
    bytes_ += static_cast<char>(value);
  }
  /// Eight bytes, lowest first.
  void fixed(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(value >> shift);
  }
  /// Length and bytes.
  void raw(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  /// A string that may have been written before.
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
    // Most numbers are small.
    if (at_ < bytes_.size() && static_cast<unsigned char>(bytes_[at_]) < 0x80) {
      return static_cast<unsigned char>(bytes_[at_++]);
    }
    return long_number();
  }
  std::uint64_t fixed() {
    if (bytes_.size() - at_ < 8) return fail();
    at_ += 8;
    return llvm::support::endian::read64le(bytes_.data() + at_ - 8);
  }
  /// Points into the bytes that are read.
  std::string_view raw() {
    const auto size = number();
    if (size > bytes_.size() - at_) return fail(), std::string_view();
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  std::string text() {
    const auto known = number();
    if (known > strings_.size()) return fail(), std::string();
    if (known == 0) strings_.push_back(raw());
    const auto text = strings_[known == 0 ? strings_.size() - 1 : known - 1];
    // A few bytes can ask for a long text again and again.
    text_bytes_ += text.size();
    if (text_bytes_ > most_text_bytes) return fail(), std::string();
    return std::string(text);
  }
  /// A count of elements that cannot be larger than the bytes that are left, if each takes so many at least.
  std::uint64_t count(std::size_t least = 1) {
    const auto value = number();
    return value > (bytes_.size() - at_) / least ? fail() : value;
  }
  /// What was read makes no sense to the caller.
  void reject() { fail(); }
  bool ok() const { return !failed_; }
  bool done() const { return at_ == bytes_.size(); }

 private:
  std::uint64_t long_number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at_ >= bytes_.size()) return fail();
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      // The tenth byte holds the 64th bit, and nothing else.
      if (byte < 0x80) return shift == 63 && byte > 1 ? fail() : value;
    }
    return fail();
  }
  std::uint64_t fail() {
    failed_ = true;
    at_ = bytes_.size();
    return 0;
  }

  /// No unit comes near it.
  static constexpr std::uint64_t most_text_bytes = std::uint64_t{1} << 28;

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::vector<std::string_view> strings_;  ///< Parts of the bytes.
  std::uint64_t text_bytes_ = 0;
  bool failed_ = false;
};

}  // namespace stallhound::storage
