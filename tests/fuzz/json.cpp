// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The JSON reader that knows where everything stands: places must lie in the text.
#include "fuzz/input.h"
#include "rules/located_json.h"

namespace {

using namespace stallhound;

void look_at(const JsonNode& node, std::string_view text) {
  expect(node.place.line != 0 && node.place.column != 0 && node.place.column <= text.size() + 1);
  if (node.kind == JsonKind::string) {
    for (const auto& place : places_in_string(text, node.place)) expect(place.column <= text.size() + 1);
  }
  for (const auto& item : node.items) look_at(item, text);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = text_of(data, size);
  const auto tree = parse_located_json("fuzz.json", text);
  if (tree) {
    look_at(*tree, text);
  } else {
    expect(!tree.errors().empty() && !tree.errors().front().message.empty());
  }
  return 0;
}
