// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The files that `stallhound init` writes.
#pragma once

#include <string>
#include <vector>

#include "app/survey.h"

namespace stallhound {

struct InitFile {
  std::string path;  ///< Relative to the project's root.
  std::string text;
  std::string advice;  ///< What to do if the file exists already.
};

/// Configuration, pre-commit hook and CI workflow for a project.
std::vector<InitFile> init_files(const Survey& survey);

/// The command that makes the compile database, for people and for CI; empty if nothing is known.
std::string configure_command(const Survey& survey);

}  // namespace stallhound
