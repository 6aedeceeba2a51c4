// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shards under a right checksum: what is accepted can be analysed with all rules, and is written as it was read.
#include "fuzz/input.h"
#include "rules/load.h"
#include "scan/analysis.h"
#include "sealed_shard.h"

namespace {

using namespace stallhound;

const RuleSet& all_rules() {
  static const auto rules = load_rules({STALLHOUND_SOURCE_DIR "/rules"});
  expect(rules.ok());
  return *rules;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto content = text_of(data, size);
  expect(!decode(content).ok() || content.starts_with("STHF"));
  auto facts = decode(sealed(content));
  if (!facts) return 0;
  const auto bytes = encode(*facts);
  expect(decode(bytes).ok());
  JudgeOptions options;
  options.analyze.confidence = Confidence::possible;
  analyse({{*facts, *facts}, "/p", all_rules(), options});
  return 0;
}
