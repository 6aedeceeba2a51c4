// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Commands of a compile database, one argument per line.
#include <string>
#include <vector>

#include "extract/command.h"
#include "fuzz/input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stallhound;
  std::vector<std::string> command{""};
  for (const char c : text_of(data, size)) {
    if (c == '\n') {
      command.emplace_back();
    } else if (c != '\0') {  // No argument of a process holds one.
      command.back() += c;
    }
  }
  const auto kept = extraction::command_for_clang(command, "/project/a.cpp", "/nowhere").arguments;
  expect(kept.empty() || kept.back() == "/project/a.cpp");
  return 0;
}
