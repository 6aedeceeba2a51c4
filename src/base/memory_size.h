// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sizes of memory: what people write, and what the machine has.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stallhound {

/// Reads a size such as "4G" or "512M"; K, M, G and T count in steps of 1024, in either case, and may be
/// followed by "B" or "iB". A number alone counts MiB. Returns MiB, rounded up; nothing if the text is no size above 0.
std::optional<std::size_t> parse_memory_size(std::string_view text);

/// The memory that this process and its children may use, in MiB: that of the machine, or the limit of the control
/// group (version 1 or 2) that the process is in or of one around it. 0 if the system does not tell. `root` is a folder
/// that stands for the root of the file system.
std::size_t usable_memory_mib(const std::string& root = "");

}  // namespace stallhound
