// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The parser keeps no positions. It reads its input character by character through an iterator, though, and announces
// each token as soon as it has read it. An iterator that counts thus tells where each token ends, and a few steps back
// in the text tell where it starts.
#include "rules/located_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

namespace stallhound {
namespace {

constexpr std::size_t max_depth = 64;

// Reads characters and counts them in a place that outlives the copies the parser makes of it.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* count) : at_(at), count_(count) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator old = *this;
    ++*this;
    return old;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* count_;
};

bool is_number_part(char c) { return (c >= '0' && c <= '9') || std::string_view("+-.eE").find(c) != std::string::npos; }

// Builds the tree from the parser's events, whose names and signatures nlohmann/json prescribes.
class TreeBuilder {
 public:
  TreeBuilder(const std::string& file, std::string_view text) : file_(file), text_(text), line_starts_{0} {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') line_starts_.push_back(i + 1);
    }
  }

  std::size_t* count() { return &read_; }
  JsonNode take() { return std::move(root_); }
  const Diagnostic& error() const { return error_; }

  bool null() { return value(JsonKind::null, read_ - 4); }
  bool boolean(bool boolean) {
    JsonNode node = make(JsonKind::boolean, read_ - (boolean ? 4 : 5));
    node.boolean = boolean;
    return add(std::move(node));
  }
  bool number_integer(std::int64_t integer) {
    JsonNode node = make(JsonKind::integer, number_start());
    node.integer = integer;
    return add(std::move(node));
  }
  bool number_unsigned(std::uint64_t integer) {
    if (integer > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return value(JsonKind::real, number_start());
    }
    return number_integer(static_cast<std::int64_t>(integer));
  }
  bool number_float(double, const std::string&) { return value(JsonKind::real, number_start()); }
  bool string(std::string& text) {
    JsonNode node = make(JsonKind::string, string_start(read_));
    node.text = std::move(text);
    return add(std::move(node));
  }
  bool binary(std::vector<std::uint8_t>&) { return false; }  // Not part of JSON text.
  bool start_object(std::size_t) { return open(JsonKind::object); }
  bool start_array(std::size_t) { return open(JsonKind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& text) {
    open_.back().keys.push_back({std::move(text), place_of(string_start(read_))});
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."
    std::string_view message = error.what();
    if (const std::size_t start = message.find("syntax error"); start != std::string_view::npos) {
      message.remove_prefix(start);
    } else if (const std::size_t bracket = message.find("] "); bracket != std::string_view::npos) {
      message.remove_prefix(bracket + 2);
    }
    std::size_t offset = std::min(position, text_.size());
    if (offset != 0) --offset;  // The position is the number of characters read.
    fail(message.find("unexpected string") == std::string_view::npos ? offset : string_start(offset + 1), message);
    if (after_comma(offset)) error_.hint = "no comma may stand before a closing bracket";
    return false;
  }

 private:
  JsonNode make(JsonKind kind, std::size_t offset) const {
    JsonNode node;
    node.kind = kind;
    node.place = place_of(offset);
    return node;
  }
  bool value(JsonKind kind, std::size_t offset) { return add(make(kind, offset)); }
  bool add(JsonNode node) {
    (open_.empty() ? root_ : open_.back().items.emplace_back()) = std::move(node);
    return true;
  }
  bool open(JsonKind kind) {
    if (open_.size() == max_depth) {
      fail(read_ - 1, "values are nested too deeply");
      return false;
    }
    open_.push_back(make(kind, read_ - 1));
    return true;
  }
  bool close() {
    JsonNode node = std::move(open_.back());
    open_.pop_back();
    return add(std::move(node));
  }

  // Of the string literal that ends right before `end`: a quote inside it has an odd number of backslashes before it.
  std::size_t string_start(std::size_t end) const {
    for (std::size_t i = end - 1; i-- > 0;) {
      if (text_[i] != '"') continue;
      std::size_t backslashes = 0;
      while (backslashes < i && text_[i - backslashes - 1] == '\\') ++backslashes;
      if (backslashes % 2 == 0) return i;
    }
    return end - 1;
  }

  // Of the number read last: the parser has also read the character after it, unless the file ends there. One step
  // back is thus at that character or at the last digit.
  std::size_t number_start() const {
    std::size_t start = read_ - 1;
    while (start > 0 && is_number_part(text_[start - 1])) --start;
    return start;
  }

  bool after_comma(std::size_t offset) const {
    if (offset >= text_.size() || (text_[offset] != ']' && text_[offset] != '}')) return false;
    const std::size_t before = offset == 0 ? std::string_view::npos : text_.find_last_not_of(" \t\r\n", offset - 1);
    return before != std::string_view::npos && text_[before] == ',';
  }

  TextPlace place_of(std::size_t offset) const {
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const std::size_t start = *std::prev(next);
    return {static_cast<unsigned>(next - line_starts_.begin()), static_cast<unsigned>(offset - start + 1)};
  }
  void fail(std::size_t offset, std::string_view message) {
    const TextPlace place = place_of(offset);
    error_ = {file_, place.line, place.column, std::string(message), {}};
  }

  const std::string& file_;
  std::string_view text_;
  std::vector<std::size_t> line_starts_;
  std::size_t read_ = 0;        // Characters that the parser has taken.
  std::vector<JsonNode> open_;  // Arrays and objects whose end is still to come.
  JsonNode root_;
  Diagnostic error_;
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text == key) return &items[i];
  }
  return nullptr;
}

std::string_view describe(JsonKind kind) {
  switch (kind) {
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return "true or false";
    case JsonKind::integer:
      return "an integer";
    case JsonKind::real:
      return "a number that is not an integer of 64 bits";
    case JsonKind::string:
      return "a string";
    case JsonKind::array:
      return "a list";
    case JsonKind::object:
      return "an object";
  }
  return "?";
}

std::vector<TextPlace> places_in_string(std::string_view text, TextPlace place) {
  if (text.empty()) return {place};
  std::size_t line_start = 0;
  for (unsigned line = 1; line < place.line; ++line) line_start = text.find('\n', line_start) + 1;
  std::vector<TextPlace> places;
  std::size_t at = line_start + place.column;
  for (; at < text.size() && text[at] != '"';) {
    const TextPlace here = {place.line, static_cast<unsigned>(at - line_start + 1)};
    const bool escaped = text[at] == '\\' && at + 1 < text.size();
    const bool unicode = escaped && text[at + 1] == 'u';
    // What \u stands for may take several bytes; matchers have no use for it, but places must not shift.
    std::size_t bytes = 1;
    if (unicode) {
      const auto code = std::strtoul(std::string(text.substr(at + 2, 4)).c_str(), nullptr, 16);
      bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
    }
    places.insert(places.end(), bytes, here);
    at += unicode ? 6 : escaped ? 2 : 1;
  }
  places.push_back({place.line, static_cast<unsigned>(at - line_start + 1)});
  return places;
}

Result<JsonNode> parse_located_json(const std::string& file, std::string_view text) {
  TreeBuilder builder(file, text);
  const CountingIterator begin(text.data(), builder.count());
  const CountingIterator end(text.data() + text.size(), builder.count());
  const bool strict = true;
  const bool ignore_comments = true;
  if (!nlohmann::json::sax_parse(begin, end, &builder, nlohmann::json::input_format_t::json, strict, ignore_comments)) {
    return builder.error();
  }
  return builder.take();
}

}  // namespace stallhound
