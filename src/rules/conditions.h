// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The JSON form of conditions.
#pragma once

#include <optional>

#include "rules/reader.h"
#include "stallhound/rules.h"

namespace stallhound {

/// Reads the condition at a key of an entry, if there is one. A list in its place means `list_means`: Test::all under
/// "when", Test::any under "unless".
std::optional<Condition> read_condition(Reader& reader, const JsonNode& entry, std::string_view key, Test list_means);

}  // namespace stallhound
