// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/name_limit.h"

#include <numeric>

#include "rules/braces.h"

namespace stallhound {
namespace {

class Counter {
 public:
  explicit Counter(std::size_t& total) : total_(total) {}

  /// The text with which it is too much, if there is one.
  const JsonNode* count(const JsonNode& node) {
    if (node.kind == JsonKind::string) {
      const auto names = count_of_names(node.text);
      in_file_ += names;
      total_ += names;
      return too_many() ? &node : nullptr;
    }
    for (const auto& item : node.items) {
      if (const auto* found = count(item)) return found;
    }
    return nullptr;
  }

  bool too_many_in_file() const { return in_file_ > most_names_in_file; }

 private:
  bool too_many() const { return too_many_in_file() || total_ > most_names_in_all; }

  std::size_t in_file_ = 0;
  std::size_t& total_;
};

}  // namespace

Diagnostics check_amount_of_names(const std::string& file, const JsonNode& root, std::size_t& total) {
  Counter counter(total);
  const auto* node = counter.count(root);
  if (node == nullptr) return {};
  const auto message =
      counter.too_many_in_file()
          ? "the braces of this file stand for more than " + std::to_string(most_names_in_file) + " names"
          : "the braces of all rule packs stand for more than " + std::to_string(most_names_in_all) + " names";
  return {{file, node->place.line, node->place.column, message, "a pattern with `*` stands for any number of names"}};
}

std::size_t size_of_texts(const JsonNode& node) {
  return std::accumulate(node.items.begin(), node.items.end(), node.text.size(),
                         [](std::size_t sum, const JsonNode& item) { return sum + size_of_texts(item); });
}

}  // namespace stallhound
