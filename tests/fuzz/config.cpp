// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The project's configuration, .stallhound.json.
#include "rules/config.h"
#include "fuzz/input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stallhound;
  const auto config = read_config("/project/.stallhound.json", "/project", text_of(data, size));
  expect(config || !config.errors().empty());
  return 0;
}
