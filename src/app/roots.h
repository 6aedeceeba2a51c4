// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whose code is followed if the configuration does not say it.
#pragma once

#include <string>
#include <vector>

#include "stallhound/phases.h"

namespace stallhound {

/// The project's root; and the folder of the compile database where it lies outside, for what the build generates.
std::vector<std::string> default_roots(const Project& project);

}  // namespace stallhound
