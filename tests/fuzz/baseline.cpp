// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Baselines: what is accepted is written in a form that reads the same.
#include "store/baseline.h"
#include "fuzz/input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stallhound;
  const auto baseline = parse_baseline("baseline.txt", text_of(data, size));
  if (!baseline) {
    expect(!baseline.errors().empty());
    return 0;
  }
  const auto text = format_baseline(baseline->entries);
  const auto again = parse_baseline("baseline.txt", text);
  expect(again.ok() && format_baseline(again->entries) == text);
  return 0;
}
