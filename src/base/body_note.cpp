// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/body_note.h"

#include <charconv>
#include <string_view>

namespace stallhound {
namespace {

constexpr std::string_view walked = "walk ";
constexpr std::string_view parsed = "parse ";

/// Takes "12:" off the front of a text.
bool take_number(std::string_view& text, std::uint32_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto size = static_cast<std::size_t>(end - text.data());
  if (error != std::errc() || size == text.size() || text[size] != ':') return false;
  text.remove_prefix(size + 1);
  return true;
}

}  // namespace

std::string key_of(const BodyNote& body) {
  return std::to_string(body.line) + ':' + std::to_string(body.column) + ':' + body.file + '\n' + body.name;
}

std::string to_text(const BodyNote& body) { return std::string(body.walked ? walked : parsed) + key_of(body); }

BodyNote body_of(const std::string& note) {
  BodyNote body;
  std::string_view text = note;
  body.walked = text.starts_with(walked);
  if (!body.walked && !text.starts_with(parsed)) return {};
  text.remove_prefix(body.walked ? walked.size() : parsed.size());
  if (!take_number(text, body.line) || !take_number(text, body.column)) return {};
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return {};
  body.file = text.substr(0, end);
  body.name = text.substr(end + 1);
  return body;
}

std::string crash_message(std::span<const std::string> notes) {
  std::string message;
  for (const auto& note : notes) {
    const auto body = body_of(note);
    if (!message.empty()) message += "; ";
    message += body.walked ? "stallhound" : "Clang";
    message += " crashed in the body of '" + body.name + "' (" + body.file + ':' + std::to_string(body.line) +
               "), which was left out";
  }
  return message;
}

}  // namespace stallhound
