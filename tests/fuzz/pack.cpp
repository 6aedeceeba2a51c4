// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rule packs: mistakes are reported, whatever they are.
#include "fuzz/input.h"
#include "rules/load.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stallhound;
  const auto rules = load_rules_from_text({{"fuzz.json", std::string(text_of(data, size))}});
  expect(rules || !rules.errors().empty());
  return 0;
}
