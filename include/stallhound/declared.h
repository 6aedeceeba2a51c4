// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names that a unit declares, for holding packs against the headers of their libraries. Not part of a scan.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "base/result.h"
#include "stallhound/phases.h"

namespace stallhound {

/// What a name is; several bits if several things share it.
enum DeclarationKind : std::uint32_t {
  declares_function = 1U << 0,  ///< Function, method, constructor, destructor or operator.
  declares_virtual = 1U << 1,   ///< One of the functions is a virtual method.
  declares_type = 1U << 2,      ///< Class, union, enum, typedef, or a template of these.
  declares_field = 1U << 3,
  declares_enumerator = 1U << 4,
  declares_variable = 1U << 5,  ///< Global variable or static member.
};

/// All declarations of a unit, in the spelling of packs: without inline namespaces and template arguments.
struct Declared {
  std::map<std::string, std::uint32_t> names;  ///< Name -> DeclarationKind bits.
  std::map<std::string, std::string> aliases;  ///< Typedef, using-declaration, namespace alias -> what it names.
  std::map<std::string, std::set<std::string>> bases;  ///< Class -> its direct bases.
};

/// Parses one unit and lists what it declares. A unit with errors is a mistake.
Result<Declared> declared_names(const TuJob& job, const std::string& resource_dir);

}  // namespace stallhound
