// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files that are there as a whole or not at all, however the writer ends.
#pragma once

#include <string>
#include <string_view>
#include <system_error>

namespace stallhound {

/// Writes a file, or leaves what is there as it is. `temporary`, in the same folder, is the name that the content may
/// have for a moment; what a killed process left there is replaced.
std::error_code write_whole(const std::string& path, const std::string& temporary, std::string_view content);

}  // namespace stallhound
