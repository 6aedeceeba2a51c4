// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a command that a build tool recorded, whatever its compiler, to one for Clang.
#pragma once

#include <string>
#include <vector>

#include "extract/language.h"
#include "extract/toolchain.h"

namespace stallhound::extraction {

struct UnitCommand {
  std::vector<std::string> arguments;  ///< For Clang; empty: the unit is not analysed.
  std::string skipped_language{};      ///< Why not, if it is in a language that is not read.
  std::string problem_kind{};          ///< Empty if there is no problem; may come with a command.
  std::string problem{};
  std::vector<std::string> remarks{};  ///< What of the recorded command matters and is not followed, for people.
};

class UnitCommands {
 public:
  explicit UnitCommands(std::vector<std::string> query_drivers) : toolchains_(std::move(query_drivers)) {}

  /// `file` and `directory` are absolute.
  UnitCommand read(const std::vector<std::string>& recorded, const std::string& file, const std::string& directory);

 private:
  Toolchains toolchains_;
};

}  // namespace stallhound::extraction
