// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes shards, without their headers, into a folder: seeds FOLDER
#include <fstream>
#include <string>

#include "sealed_shard.h"
#include "unit/sample_unit.h"

int main(int argc, char** argv) {
  using namespace stallhound;
  if (argc != 2) return 2;
  UnitBuilder small;
  small.define("f").calls("usleep");
  const auto write = [&](const char* name, const TuFacts& facts) {
    std::ofstream file(std::string(argv[1]) + '/' + name, std::ios::binary);
    file << content_of(facts);
    return file.good();
  };
  return write("empty", TuFacts{}) && write("small", small.facts) && write("sample", sample_unit()) ? 0 : 1;
}
