// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which packs count in a folder, for commands that are about packs and scan nothing.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace stallhound {

/// The packs that a scan of the project in or around a folder would read: those that are always read, and those that
/// its configuration names.
Result<std::vector<std::string>> packs_at(const std::string& folder);

}  // namespace stallhound
