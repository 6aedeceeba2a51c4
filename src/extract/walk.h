// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds every body of project code in a parsed unit and has it walked.
#pragma once

#include <clang/AST/ASTContext.h>

#include "extract/crash_notes.h"
#include "extract/probes.h"
#include "extract/tables.h"

namespace stallhound::extraction {

/// Walks the project code of a unit into `tables.facts()`, asking the probes about its calls.
void walk_unit(clang::ASTContext& context, Tables& tables, const Probes& probes, CrashNotes& notes);

}  // namespace stallhound::extraction
